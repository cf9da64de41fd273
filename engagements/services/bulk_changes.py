"""Many follow-ups changed at once, by the rules of one; and taken back once.

Each has its own audit entry. What befalls one changes nothing for the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from engagements.models import Action, AuditEntry, BulkChange, Commitment, CommitmentStatus, Step
from engagements.permissions import Permission, Refused
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
"""So many at once: somebody reads their list before, and waits for them."""
_KEPT = (*Commitment.CHANGEABLE, "due_basis", "closed_on")
_DAYS = {"due_on", "closed_on"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What all of them are to be. What is None stays as it is; an empty value takes it away.

    `assignee` and `owner` in a tuple, which tells nobody from no wish; an owner by its words and whom they mean.
    `later`: days by which each due date moves, if there is one. `steps`: what becomes of open steps of those that are
    done (LEAVE).
    """

    status: str | None = None
    assignee: tuple[User | None] | None = None
    owner: tuple[str, Unit | Partner | Person | None] | None = None
    due_on: tuple[date | None] | None = None
    later: int = 0
    reason: str = ""
    steps: str = ""

    def of(self, commitment: Commitment) -> CommitmentChange:
        """As a change of this one. Raises Refusal if its due date would move out of the calendar, or if it has none and
        nothing else is wished."""
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
    """What would become of one: its values before and after by the names of their columns, or `why` it cannot be
    changed. Neither if it is so already."""

    commitment: Commitment
    status: tuple[str, str] | None = None
    owner: tuple[str, str] | None = None
    assignee: tuple[User | None, User | None] | None = None
    due_on: tuple[date | None, date | None] | None = None
    why: str = ""
    field: str = ""
    """Of the wish, where it could be mended."""

    @property
    def changes(self) -> bool:
        return any(one is not None for one in (self.status, self.owner, self.assignee, self.due_on))


def plan(commitments: Iterable[Commitment], wish: Wish, *, stepping: Collection[int] = ()) -> list[Planned]:
    """What the wish would change, and what the rules refuse. Writes nothing and asks nothing of the database.

    `stepping` are the numbers of those of which it must be said what becomes of their steps (`with_open_steps`).
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
    """Those of which it must be said what becomes of their steps, and was not."""
    if wish.status != CommitmentStatus.DONE or wish.steps:
        return set()
    numbers = [one.pk for one in commitments]
    return set(Step.objects.filter(commitment__in=numbers, done_on=None).values_list("commitment", flat=True))


@transaction.atomic
def change_many(*, seen: Mapping[int, str], wish: Wish, by: User, now: datetime) -> BulkChange:
    """Changes the follow-ups of these numbers, each only if it still is of the version that `by` has seen.

    Raises Refused if `by` may not. What cannot be changed is in the answer, with the reason. They are taken in the
    order of their numbers, so that two who change the same ones wait for each other and do not lock up.
    """
    if not by.may(Permission.MANAGE_COMMITMENTS):
        raise Refused(Permission.MANAGE_COMMITMENTS)
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
    """Makes every follow-up again what it was before, but for those that somebody changed since: these stay, and `left`
    of the answer has their numbers.

    Raises Refused if `by` may not, Conflict if it was undone already.
    """
    if not by.may(Permission.MANAGE_COMMITMENTS):
        raise Refused(Permission.MANAGE_COMMITMENTS)
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
    """Those that somebody changed after it, even if they are again what it made of them."""
    entries = AuditEntry.objects.filter(
        subject_type=Commitment._meta.model_name,
        subject_id__in=numbers,
        action=Action.CHANGED,
        at__gt=bulk.at,
    )
    return {number for number in entries.values_list("subject_id", flat=True) if number is not None}


def _restore(commitment: Commitment, change: dict[str, Any], by: User, now: datetime) -> AuditEntry | None:
    """Makes it again what it was, if it still is what the change had made of it; else None."""
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
    """As JSON has them."""
    values = {name: getattr(commitment, name) for name in _KEPT}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _read(columns: dict[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name in _DAYS and value else value
        for name, value in columns.items()
    }
