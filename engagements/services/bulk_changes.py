"""Changes many follow-ups at once, each by the rules for one. Such a change can be undone once.

Each follow-up gets its own audit entry, and a failure of one does not affect the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from engagements.models import Action, AuditEntry, BulkChange, Commitment, CommitmentStatus, Step
from engagements.permissions import Permission, refuse_without
from engagements.services import audit
from engagements.services.commitments import (
    CommitmentChange,
    carry_out,
    outcome_of,
    shown,
    steps_are_open,
)
from engagements.services.due_dates import moved
from engagements.services.notices import tell_of_changes
from engagements.shelves.deriving import derived_once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from engagements.models import Partner, Person, Unit, User

MOST = 500
"""The most follow-ups changed at once: somebody reads their list first and then waits for the change."""
_KEPT = (*Commitment.CHANGEABLE, "due_basis", "closed_on")
_DAYS = {"due_on", "closed_on"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What all the follow-ups are to become. None leaves a value as it is, an empty value removes it.

    `assignee`, `owner` and `due_on` are wrapped in tuples, so that «nobody» or «no date» differs from no wish. An
    owner is the words and the unit, partner or person they mean. `later` moves each due date by that many days.
    `steps` says what becomes of open steps when a follow-up is done (FINISH or LEAVE).
    """

    status: str | None = None
    assignee: tuple[User | None] | None = None
    owner: tuple[str, Unit | Partner | Person | None] | None = None
    due_on: tuple[date | None] | None = None
    later: int = 0
    reason: str = ""
    steps: str = ""

    def of(self, commitment: Commitment) -> CommitmentChange:
        """The wish as a change of this follow-up.

        Raises Refusal if its due date would leave the calendar, or if it has no due date and nothing else is wished.
        """
        due_on = commitment.due_on
        if self.due_on is not None:
            due_on = self.due_on[0]
        elif self.later and due_on is not None:
            due_on = moved(due_on, self.later)
        elif self.later and all(one is None for one in (self.status, self.assignee, self.owner)):
            raise Refusal(_("It has no due date that could be moved."), "later")
        words, link = self.owner or (commitment.owner, None)
        return CommitmentChange(
            status=commitment.status if self.status is None else self.status,
            owner=words,
            assignee=commitment.assignee if self.assignee is None else self.assignee[0],
            due_on=due_on,
            reason=self.reason,
            steps=self.steps,
            link=link,
            unlink=self.owner is not None and link is None,
        )


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of one follow-up: pairs of values before and after, or in `why` the reason why it cannot be
    changed.

    If all of these are empty, the wish changes nothing in it.
    """

    commitment: Commitment
    status: tuple[str, str] | None = None
    owner: tuple[str, str] | None = None
    assignee: tuple[User | None, User | None] | None = None
    due_on: tuple[date | None, date | None] | None = None
    why: str = ""
    field: str = ""
    """The field of the wish that would have to be corrected, if `why` is about one."""

    @property
    def changes(self) -> bool:
        return any(one is not None for one in (self.status, self.owner, self.assignee, self.due_on))


def plan(commitments: Iterable[Commitment], wish: Wish, *, stepping: Collection[int] = ()) -> list[Planned]:
    """What the wish would change, and what the rules refuse. Writes nothing and makes no query.

    `stepping` are the numbers of follow-ups for which `steps` has to be given (`with_open_steps`).
    """
    planned = []
    for commitment in commitments:
        try:
            change = wish.of(commitment)
            columns = outcome_of(commitment, change)
            if commitment.pk in stepping and "status" in columns:
                raise steps_are_open()
        except Refusal as why:
            planned.append(Planned(commitment, why=str(why), field=why.field))
            continue
        owner = any(name.startswith("owner") for name in columns)
        planned.append(
            Planned(
                commitment,
                status=(commitment.status, change.status) if "status" in columns else None,
                owner=(commitment.owner, columns.get("owner", commitment.owner)) if owner else None,
                assignee=(commitment.assignee, change.assignee) if "assignee_id" in columns else None,
                due_on=(commitment.due_on, change.due_on) if "due_on" in columns else None,
            )
        )
    return planned


def with_open_steps(commitments: Iterable[Commitment], wish: Wish) -> set[int]:
    """Numbers of the follow-ups for which `wish.steps` has to be given and is not."""
    if wish.status != CommitmentStatus.DONE or wish.steps:
        return set()
    numbers = [one.pk for one in commitments]
    return set(Step.objects.filter(commitment__in=numbers, done_on=None).values_list("commitment", flat=True))


@transaction.atomic
def change_many(*, seen: Mapping[int, str], wish: Wish, by: User, now: datetime) -> BulkChange:
    """Changes the follow-ups, each only if its version is still the one in `seen` ({number: version}).

    Raises Refused if `by` may not. Follow-ups that cannot be changed are in `refused` of the result, with the reason.
    They are locked in the order of their numbers, so that two such changes at once cannot deadlock.
    """
    refuse_without(Permission.MANAGE_COMMITMENTS, by)
    rows = Commitment.objects.visible_to(by).filter(pk__in=list(seen)[:MOST]).order_by("pk")
    changes, refused, entries = [], [], []
    with derived_once() as touched:
        for commitment in rows.with_owners():
            try:
                if commitment.version != seen[commitment.pk]:
                    raise Conflict(_("Somebody else changed this follow-up in the meantime."))
                fresh, entry = carry_out(commitment=commitment, change=wish.of(commitment), by=by, now=now)
            except (Conflict, Refusal) as why:
                refused.append({"number": commitment.pk, "why": str(why)})
                continue
            if entry is not None:
                entries.append(entry)
                touched.append(commitment.engagement_id)
                before, after = _columns(commitment), _columns(fresh)
                changes.append({"number": commitment.pk, "before": before, "after": after})
    tell_of_changes(entries=entries)
    return BulkChange.objects.create(by=by, at=now, changes=changes, refused=refused)


@transaction.atomic
def undo_many(*, bulk: BulkChange, by: User, now: datetime) -> BulkChange:
    """Restores the follow-ups, except those that somebody changed since: their numbers are in `left` of the result.

    Raises Refused if `by` may not, Conflict if it was undone already.
    """
    refuse_without(Permission.MANAGE_COMMITMENTS, by)
    claimed = BulkChange.objects.filter(pk=bulk.pk, undone_at=None).update(undone_at=now, undone_by=by)
    if claimed != 1:
        raise Conflict(_("This was undone already."))
    numbers = sorted(change["number"] for change in bulk.changes)
    known = Commitment.objects.visible_to(by).with_owners()
    present, later = known.in_bulk(numbers), _changed_since(bulk, numbers)
    left, entries = [], []
    with derived_once() as touched:
        for change in sorted(bulk.changes, key=lambda one: one["number"]):
            commitment = present.get(change["number"])
            entry = None
            if commitment is not None and commitment.pk not in later:
                entry = _restore(commitment, change, by, now)
            if commitment is None or entry is None:
                left.append(change["number"])
                continue
            entries.append(entry)
            touched.append(commitment.engagement_id)
    tell_of_changes(entries=entries)
    BulkChange.objects.filter(pk=bulk.pk).update(left=left)
    bulk.refresh_from_db()
    return bulk


def _changed_since(bulk: BulkChange, numbers: list[int]) -> set[int]:
    """Numbers that somebody changed after the bulk change, even if their values are the same again."""
    entries = AuditEntry.objects.filter(
        subject_type=Commitment._meta.model_name,
        subject_id__in=numbers,
        action=Action.CHANGED,
        at__gt=bulk.at,
    )
    return {number for number in entries.values_list("subject_id", flat=True) if number is not None}


def _restore(commitment: Commitment, change: dict[str, Any], by: User, now: datetime) -> AuditEntry | None:
    """Restores one follow-up and returns the audit entry; None if it is not as the bulk change had left it."""
    before, after = _read(change["before"]), _read(change["after"])
    if Commitment.objects.filter(pk=commitment.pk, **after).update(**before) != 1:
        return None
    fresh = Commitment.objects.with_owners().get(pk=commitment.pk)
    names = [name for name in Commitment.CHANGEABLE if before[name] != after[name]]
    return audit.write(
        by=by,
        action=Action.CHANGED,
        subject=fresh,
        now=now,
        changes={name.removesuffix("_id"): (shown(commitment, name), shown(fresh, name)) for name in names},
    )


def _columns(commitment: Commitment) -> dict[str, Any]:
    """The changeable columns of a follow-up, in JSON's types."""
    values = {name: getattr(commitment, name) for name in _KEPT}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _read(columns: dict[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name in _DAYS and value else value
        for name, value in columns.items()
    }
