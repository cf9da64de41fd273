"""Merges two engagements: everything moves to the survivor, and the other one redirects to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.errors import Conflict
from engagements.models import (
    Action,
    Commitment,
    CommitmentStatus,
    Confidentiality,
    DueBasis,
    Engagement,
    Merge,
    Participation,
    Settlement,
    User,
)
from engagements.record.disagreement import recount
from engagements.services import audit
from engagements.services.journal import Key, difference
from engagements.services.names import hold_names
from engagements.services.relations import RULES, Rule, closure, refuse_unknown, relations, rows
from engagements.services.unifying import unify_commitments, unify_participations

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_FILLED = ("summary", "city", "country_id", "date_as_written")
_OWNER = ("owner", "owner_unit_id", "owner_partner_id", "owner_person_id")
_DATE = ("date", "date_precision", "date_end")


@dataclass(frozen=True, slots=True)
class Unification:
    """Which parts of the merged engagement are the same as parts of the survivor: {number in the merged: number
    in the survivor}.
    """

    participations: Mapping[int, int] = field(default_factory=dict)
    commitments: Mapping[int, int] = field(default_factory=dict)


def version_of(*engagements: Engagement) -> str:
    """A digest of everything that a merge would move. A page carries it along, so that a change made meanwhile is
    noticed.
    """
    seen = closure(*(one.pk for one in engagements))
    text = dumps(sorted(seen.items()), default=str, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def merge_engagements(
    *,
    survivor: Engagement,
    merged: Engagement,
    unification: Unification,
    version: str,
    by: User,
    now: datetime,
) -> Merge:
    """Makes two engagements one. The survivor keeps its values and gets those that it lacks. Nothing is lost.

    What was done is stored in the returned Merge, so that it can be undone (`services.undoing`). A person who took
    part in both becomes one participant even if `unification` does not say so. Raises Refusal if a relation has no
    rule, Conflict if either engagement was changed or merged since `version` was computed.
    """
    refuse_unknown()
    hold_names()
    kept, gone = _held(survivor, merged, version)
    before = closure(kept.pk, gone.pk)
    if Engagement.objects.current().filter(pk=gone.pk).update(merged_into=kept) != 1:
        raise _overtaken()
    changes = _fill(kept, gone)
    mover = _Mover(kept, gone)
    mover.unite()
    mover.pair(unification)
    mover.move()
    merge = Merge.objects.create(
        engagement=kept,
        merged=gone,
        unified=mover.unified,
        changes=difference(before, closure(kept.pk, gone.pk), mover.kept),
        by=by,
        at=now,
    )
    for one in (kept, gone):
        recount(one)
    told = (kept, changes | {"merged": (None, _named(gone))}), (gone, {"merged_into": (None, _named(kept))})
    for subject, changed in told:
        audit.write(by=by, action=Action.MERGED, subject=subject, now=now, changes=changed)
    return merge


def _held(survivor: Engagement, merged: Engagement, version: str) -> tuple[Engagement, Engagement]:
    """Both engagements, locked until the end of the transaction. Raises Conflict if they are not of this version
    any more.
    """
    numbers = sorted({survivor.pk, merged.pk})
    found = {one.pk: one for one in Engagement.objects.current().select_for_update().filter(pk__in=numbers)}
    if len(found) != 2 or version_of(survivor, merged) != version:
        raise _overtaken()
    return found[survivor.pk], found[merged.pk]


def _named(engagement: Engagement) -> str:
    return f"{engagement.title} ({engagement.pk})"


def _overtaken() -> Conflict:
    return Conflict(_("One of the two engagements was changed in the meantime. Look at them again."))


def _fill(kept: Engagement, gone: Engagement) -> dict[str, tuple[Any, Any]]:
    """Fills empty fields of the survivor; it becomes restricted if either is. Returns {field: (before, after)}."""
    names = [name for name in _FILLED if not getattr(kept, name) and getattr(gone, name)]
    if kept.date is None and gone.date is not None:
        names += _DATE
    if gone.confidentiality == Confidentiality.RESTRICTED:
        names.append("confidentiality")
    changes = {}
    for name in names:
        before, after = getattr(kept, name), getattr(gone, name)
        if before != after:
            setattr(kept, name, after)
            changes[name] = (before or None, after)
    if changes:
        kept.save(update_fields=list(changes))
    return changes


class _Mover:
    """Moves what hangs on one engagement to another. `kept` are the rows with which others were united."""

    def __init__(self, survivor: Engagement, merged: Engagement) -> None:
        self.survivor = survivor
        self.merged = merged
        self.kept: set[Key] = set()
        self.unified: list[int] = []

    def unite(self) -> None:
        for name in _ruled(Rule.UNITE):
            field = relations(Engagement)[name]
            own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
            had = rows(name, self.survivor.pk).values(other)
            rows(name, self.merged.pk).exclude(**{f"{other}__in": had}).update(**{own: self.survivor.pk})
            rows(name, self.merged.pk).delete()

    def pair(self, unification: Unification) -> None:
        """Unites the parts that are said to be the same. Raises Conflict for a part that is not there."""
        people = dict(unification.participations) | self._same_people()
        for gone, kept in people.items():
            self._unify_people(self._part(Participation, gone, kept))
        for gone, kept in unification.commitments.items():
            self._unify_commitments(self._part(Commitment, gone, kept))

    def move(self) -> None:
        """Moves the parts that are left, behind those of the survivor."""
        for name in (*_ruled(Rule.PAIR), *_ruled(Rule.MOVE)):
            column = relations(Engagement)[name].field.attname
            rows(name, self.merged.pk).update(**{column: self.survivor.pk})
        settled = Settlement.objects.filter(engagement=self.merged)
        settled.filter(participation=None, commitment=None).delete()
        settled.update(engagement=self.survivor)

    def _same_people(self) -> dict[int, int]:
        """Participants of both engagements who are the same person, by number of the person."""
        known = dict(self.survivor.participations.exclude(person=None).values_list("person", "pk"))
        others = self.merged.participations.filter(person__in=known).values_list("pk", "person")
        return {number: known[person] for number, person in others}

    def _part(self, model: type[Any], gone: int, kept: int) -> tuple[Any, Any]:
        pair = (
            model._base_manager.filter(engagement=self.merged, pk=gone).first(),
            model._base_manager.filter(engagement=self.survivor, pk=kept).first(),
        )
        if None in pair:
            raise Conflict(_("One of the two engagements was changed in the meantime. Look at them again."))
        return pair

    def _unify_people(self, pair: tuple[Participation, Participation]) -> None:
        self.kept.add(unify_participations(*pair))

    def _unify_commitments(self, pair: tuple[Commitment, Commitment]) -> None:
        """Unites two follow-ups. The survivor's gets the other's assignee, owner and due date if it has none, and
        the status that is further along.
        """
        gone, kept = pair
        columns: dict[str, Any] = {}
        if not kept.owner:
            columns |= {name: getattr(gone, name) for name in _OWNER}
        if kept.assignee_id is None:
            columns["assignee_id"] = gone.assignee_id
        if kept.due_on is None or (kept.due_basis == DueBasis.DEFAULT and gone.due_on is not None):
            columns |= {"due_on": gone.due_on, "due_basis": gone.due_basis}
        if kept.status == CommitmentStatus.OPEN:
            columns |= {"status": gone.status, "closed_on": gone.closed_on}
        self.unified.append(gone.pk)
        self.kept.add(unify_commitments(gone, kept, columns))


def _ruled(rule: Rule) -> list[str]:
    return [name for name, its in RULES.items() if its is rule]
