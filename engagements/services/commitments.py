"""Changes one follow-up: its status, its owner, the account it is assigned to, its due date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from engagements.models import (
    Action,
    Commitment,
    CommitmentStatus,
    DueBasis,
    Partner,
    Person,
    Unit,
    User,
)
from engagements.permissions import Permission, refuse_without
from engagements.services import audit
from engagements.services.due_dates import check_due_date
from engagements.services.names import Names, tidy
from engagements.services.notices import tell_of_changes

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from engagements.models import AuditEntry

FINISH, LEAVE = "finish", "leave"
_CLOSED = {CommitmentStatus.DONE, CommitmentStatus.DROPPED}
_SEVERAL = " · "
_LINKS: dict[type[Unit | Partner | Person], str] = {
    Unit: "owner_unit_id",
    Partner: "owner_partner_id",
    Person: "owner_person_id",
}


@dataclass(frozen=True, slots=True)
class CommitmentChange:
    """What the follow-up is to become. A reason is needed to drop it, or to move a due date that somebody stated or
    set.

    `link` is the unit, partner or person that must act. Without it, an unchanged `owner` keeps its link and new words
    are linked if the register knows them; `unlink` says that the words mean nobody in the register. `steps` says what
    becomes of open steps when the follow-up is done: FINISH or LEAVE.
    """

    status: str
    owner: str
    assignee: User | None
    due_on: date | None
    reason: str = ""
    link: Unit | Partner | Person | None = None
    unlink: bool = False
    steps: str = ""


@transaction.atomic
def change_commitment(
    *, commitment: Commitment, change: CommitmentChange, by: User, now: datetime
) -> Commitment:
    """Changes `commitment`, which has to be as the caller loaded it, and writes the audit entry and the notices.

    Raises Refused if `by` may not; Refusal for a status, a due date or a missing reason that the rules forbid, or if
    it is done with open steps and `steps` is not given; Conflict if somebody else has changed it since it was loaded.
    If there is nothing to change, nothing is written.
    """
    refuse_without(Permission.MANAGE_COMMITMENTS, by)
    fresh, entry = carry_out(commitment=commitment, change=change, by=by, now=now)
    if entry is not None:
        tell_of_changes(entries=[entry])
    return fresh


def carry_out(
    *, commitment: Commitment, change: CommitmentChange, by: User, now: datetime
) -> tuple[Commitment, AuditEntry | None]:
    """The part of `change_commitment` that bulk changes share: it checks no permission and writes no notices.

    Returns the changed follow-up and its audit entry, or None for the entry if there was nothing to change. Raises
    Refusal and Conflict as `change_commitment` does.
    """
    columns = outcome_of(commitment, change)
    if not columns:
        return commitment, None
    steps = _open_steps(commitment, change, columns)
    before = {name: getattr(commitment, name) for name in Commitment.CHANGEABLE}
    written = columns | _consequences(columns, now)
    if Commitment.objects.filter(pk=commitment.pk, **before).update(**written) != 1:
        raise Conflict(_("Somebody else changed this follow-up in the meantime."))
    fresh = Commitment.objects.get(pk=commitment.pk)
    if steps and change.steps == FINISH:
        fresh.steps.filter(pk__in=steps, done_on=None).update(done_on=timezone.localdate(now))
    entry = audit.write(
        by=by,
        action=Action.CHANGED,
        subject=commitment,
        now=now,
        changes={name.removesuffix("_id"): (shown(commitment, name), shown(fresh, name)) for name in columns}
        | _default_replaced(commitment, fresh)
        | _told_of_steps(steps, change),
        note=change.reason.strip(),
    )
    return fresh, entry


def _open_steps(commitment: Commitment, change: CommitmentChange, columns: dict[str, Any]) -> dict[int, str]:
    """{number: text} of the steps that are open if the change closes the follow-up as done; else empty.

    `change.steps` applies to these alone, not to steps that somebody adds meanwhile. Raises Refusal if it is not
    given.
    """
    if columns.get("status") != CommitmentStatus.DONE:
        return {}
    steps = dict(commitment.steps.filter(done_on=None).values_list("pk", "text"))
    if steps and change.steps not in {FINISH, LEAVE}:
        raise steps_are_open()
    return steps


def _told_of_steps(steps: dict[int, str], change: CommitmentChange) -> dict[str, tuple[None, str]]:
    """What the audit entry says of the open steps."""
    name = "step_done" if change.steps == FINISH else "step_left"
    return {name: (None, _SEVERAL.join(steps.values()))} if steps else {}


def steps_are_open() -> Refusal:
    return Refusal(_("Some of its steps are open: say what becomes of them."), "steps")


def outcome_of(commitment: Commitment, change: CommitmentChange) -> dict[str, Any]:
    """The columns of CHANGEABLE that the change alters, with their new values. Raises Refusal if the rules forbid
    it.
    """
    after: dict[str, Any] = {
        "status": change.status,
        **_owner(commitment, change),
        "assignee_id": change.assignee.pk if change.assignee else None,
        "due_on": change.due_on,
    }
    columns = {
        name: after[name] for name in Commitment.CHANGEABLE if getattr(commitment, name) != after[name]
    }
    if columns:
        _check(commitment, change, columns)
    return columns


def held(commitment: Commitment, by: User) -> Commitment:
    """Locks the follow-up until the end of the transaction and returns it as it stands.

    Raises Refused if `by` may not change follow-ups, Conflict if it became one with another and is gone.
    """
    refuse_without(Permission.MANAGE_COMMITMENTS, by)
    found = Commitment.objects.select_for_update(of=("self",)).filter(pk=commitment.pk).first()
    if found is None:
        raise Conflict(_("This follow-up became one with another in the meantime."))
    return found


def _owner(commitment: Commitment, change: CommitmentChange) -> dict[str, Any]:
    """The columns that say who must act: the words, and the unit, partner or person they mean."""
    words = tidy(change.owner)
    none: dict[str, Any] = dict.fromkeys(_LINKS.values())
    if change.link is not None:
        if (
            isinstance(change.link, Unit)
            and change.link.closed
            and change.link.pk != commitment.owner_unit_id
        ):
            raise Refusal(_("«%(unit)s» was closed. Choose another unit.") % {"unit": change.link}, "link")
        name = change.link.name_ar or change.link.name_en
        return {"owner": words or name, **none, _LINKS[type(change.link)]: change.link.pk}
    if change.unlink:
        return {"owner": words, **none}
    if words == commitment.owner:
        return {"owner": words, **{name: getattr(commitment, name) for name in none}}
    return {"owner": words, **Names().owner(words).columns}


def _check(commitment: Commitment, change: CommitmentChange, changed: Collection[str]) -> None:
    if "status" in changed and change.status not in Commitment.TRANSITIONS[commitment.status]:
        raise Refusal(
            _("A follow-up cannot go from «%(before)s» to «%(after)s».")
            % {
                "before": commitment.get_status_display(),
                "after": dict(CommitmentStatus.choices).get(change.status, change.status),
            },
            "status",
        )
    if "due_on" in changed:
        check_due_date(change.due_on)
    if change.reason.strip():
        return
    if "due_on" in changed and commitment.due_is_decided:
        raise Refusal(_("Say why the due date moves."), "reason")
    if "status" in changed and change.status == CommitmentStatus.DROPPED:
        raise Refusal(_("Say why the follow-up is dropped."), "reason")


def _default_replaced(before: Commitment, after: Commitment) -> dict[str, tuple[Any, Any]]:
    """For the audit entry: a default due date can be replaced without a reason, so the entry says that it was one."""
    if before.due_basis != DueBasis.DEFAULT or after.due_basis == DueBasis.DEFAULT:
        return {}
    return {"due_basis": (before.due_basis, after.due_basis)}


def _consequences(changed: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The columns that follow from the changed ones."""
    columns: dict[str, Any] = {}
    if "status" in changed:
        columns["closed_on"] = timezone.localdate(now) if changed["status"] in _CLOSED else None
    if "due_on" in changed:
        columns["due_basis"] = DueBasis.NONE if changed["due_on"] is None else DueBasis.SET
    return columns


def shown(commitment: Commitment, name: str) -> Any:
    """A column's value as the audit entry has it: accounts and links by name instead of number."""
    value = getattr(commitment, name.removesuffix("_id"))
    return value.display_name if isinstance(value, User) else value
