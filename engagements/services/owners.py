"""Proposes which unit, partner or person the words about an owner mean. Nothing is linked before somebody
confirms it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from arabic.names import name_key
from engagements.lists.words import needles
from engagements.models import Partner, Person, Unit, User
from engagements.names.visible import existing
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.linking import ALIKE, likeness, partners_like, people_like
from engagements.services.units import remember_unit

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import Commitment

KINDS: dict[str, type[Unit | Partner | Person]] = {"unit": Unit, "partner": Partner, "person": Person}
WITHIN = 95
"""How likely it is a unit, if all words of its name are among those of the owner."""
_MOST = 4
_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record that the words may mean. `kind` is a key of KINDS, `score` is 78 to 100."""

    kind: str
    record: Unit | Partner | Person
    score: int


def suggestions(commitment: Commitment, user: User) -> list[Suggestion]:
    """The records that the owner's words may mean, the likeliest first; of equal scores, units of the ministry first.

    Empty if the owner is linked already. A record that only restricted engagements name is suggested only to accounts
    for which those exist.
    """
    linked = (commitment.owner_unit_id, commitment.owner_partner_id, commitment.owner_person_id)
    if not commitment.owner or any(number is not None for number in linked):
        return []
    found = [Suggestion("unit", unit, score) for unit, score in units_like(commitment.owner)]
    for kind, like in (("partner", partners_like), ("person", people_like)):
        known = like([commitment.owner])[commitment.owner]
        near = {record.pk: Suggestion(kind, record, 100) for record in known.exact}
        near |= {each.pk: Suggestion(kind, each.record, each.score) for each in known.alike}
        numbers = (
            existing(KINDS[kind]._default_manager.filter(pk__in=near), user)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        found += [near[number] for number in numbers]
    return sorted(found, key=lambda each: -each.score)[:_MOST]


def units_like(name: str) -> list[tuple[Unit, int]]:
    """Open units with a similar name or alias, each with its likeness (78 to 100), the likeliest first."""
    key, words = name_key(name), set(needles(name))
    found = []
    for unit in Unit.objects.current().prefetch_related("aliases"):
        names = [unit.name_ar, unit.name_en, *(one.text for one in unit.aliases.all())]
        score = max(_likeness(key, words, each) for each in names if each)
        if score >= ALIKE:
            found.append((unit, score))
    return sorted(found, key=lambda pair: (-pair[1], pair[0].pk))


def _likeness(key: str, words: set[str], name: str) -> int:
    own = set(needles(name))
    within = WITHIN if len(own) >= _FEWEST_WORDS and own <= words else 0
    return max(likeness(key, name_key(name)), within)


@transaction.atomic
def link_owner(
    *, commitment: Commitment, record: Unit | Partner | Person, by: User, now: datetime
) -> Commitment:
    """Links the owner's words to `record`. For a unit they also become an alias, so that the next release is linked
    by itself.

    Raises what `change_commitment` raises.
    """
    change = CommitmentChange(
        status=commitment.status,
        owner=commitment.owner,
        assignee=commitment.assignee,
        due_on=commitment.due_on,
        link=record,
    )
    linked = change_commitment(commitment=commitment, change=change, by=by, now=now)
    if isinstance(record, Unit) and commitment.owner:
        quoted = commitment.evidence.select_related("source").first()
        remember_unit(
            unit=record, name=commitment.owner, source=quoted.source if quoted else None, by=by, now=now
        )
    return linked
