"""What merging two engagements would do, shown before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import Commitment, Confidentiality, Engagement, Participation
from engagements.record.disagreement import own_value
from engagements.record.values import in_words
from engagements.services import relations
from engagements.services.merging import version_of
from engagements.services.pairing import pair_commitments, pair_people, someone

if TYPE_CHECKING:
    from datetime import date

Part = TypeVar("Part", Participation, Commitment)
Words: TypeAlias = "tuple[str, date | None, str]"


@dataclass(frozen=True, slots=True)
class Pair(Generic[Part]):
    """A part of the merged engagement, and the number of the survivor's part that it may be.

    `sure`: it is that one, whatever is chosen (the same person in both).
    """

    row: Part
    proposed: int | None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """`values` are tuples (field, the survivor's, the merged one's, the result), in words (`record.in_words`).
    `added` are (heading, names).
    """

    version: str
    values: list[tuple[str, Words, Words, Words]]
    added: list[tuple[str, list[str]]]
    counts: list[str]
    people: list[Pair[Participation]]
    commitments: list[Pair[Commitment]]
    people_choices: list[tuple[int, str]]
    commitment_choices: list[tuple[int, str]]


def preview_of(survivor: Engagement, merged: Engagement) -> Preview:
    """The preview for the page. Raises Refusal if a relation has no rule."""
    relations.refuse_unknown()
    ours, theirs = _people(survivor), _people(merged)
    people = pair_people([someone(one) for one in ours], [someone(one) for one in theirs])
    own, others = list(survivor.commitments.all()), list(merged.commitments.all())
    promised = pair_commitments(own, others)
    return Preview(
        version=version_of(survivor, merged),
        values=_values(survivor, merged),
        added=_added(survivor, merged),
        counts=_counts(merged),
        people=[_person(one, ours[people[n]] if n in people else None) for n, one in enumerate(theirs)],
        commitments=[
            Pair(one, own[promised[n]].pk if n in promised else None) for n, one in enumerate(others)
        ],
        people_choices=[(one.pk, _called(one)) for one in ours],
        commitment_choices=[(one.pk, one.text) for one in own],
    )


def _people(engagement: Engagement) -> list[Participation]:
    return list(engagement.participations.select_related("person").prefetch_related("person__aliases"))


def _person(row: Participation, other: Participation | None) -> Pair[Participation]:
    sure = other is not None and row.person_id is not None and row.person_id == other.person_id
    return Pair(row, other.pk if other else None, sure)


def _called(row: Participation) -> str:
    return " · ".join(part for part in (row.name, row.role) if part)


def _values(survivor: Engagement, merged: Engagement) -> list[tuple[str, Words, Words, Words]]:
    """The fields in which the two differ. Where both have a value, the survivor's stays."""
    rows = []
    for name in ("kind", "status", "title", "summary", "date", "city", "country", "confidentiality"):
        ours, theirs = _shown(survivor, name), _shown(merged, name)
        if ours == theirs or not theirs[0]:
            continue
        holds = ours if ours[0] else theirs
        if name == "confidentiality":
            holds = ours if survivor.confidentiality == Confidentiality.RESTRICTED else theirs
        label = str(Engagement._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        rows.append((label, ours, theirs, holds))
    return rows


def _shown(engagement: Engagement, name: str) -> Words:
    if name == "confidentiality":
        return str(engagement.get_confidentiality_display()), None, ""
    return in_words(name, own_value(engagement, name))


def _added(survivor: Engagement, merged: Engagement) -> list[tuple[str, list[str]]]:
    groups: list[tuple[str, Any]] = [
        (_("Sources"), "sources"),
        (_("Partner countries"), "partner_countries"),
        (_("Partners"), "partners"),
        (_("Topics"), "topics"),
    ]
    found = []
    for heading, name in groups:
        had = set(getattr(survivor, name).all())
        new = [_named(one) for one in getattr(merged, name).all() if one not in had]
        if new:
            found.append((heading, new))
    return found


def _named(one: Any) -> str:
    outlet = getattr(one, "outlet", "")
    return f"{outlet}: {one}" if outlet else str(getattr(one, "name", one))


def _counts(merged: Engagement) -> list[str]:
    evidence = relations.rows("evidence", merged.pk).count()
    drafts = relations.rows("drafts", merged.pk).count()
    return [
        ngettext("%(n)d quotation", "%(n)d quotations", evidence) % {"n": evidence},
        ngettext("%(n)d decided draft", "%(n)d decided drafts", drafts) % {"n": drafts},
    ]
