"""A follow-up changes: its status, who owns it, who is to see to it, when it is due."""

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
from engagements.permissions import Permission, Refused
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
    """What the follow-up is to be. `reason` is needed when a due date moves that somebody stated or set, and when it
    is dropped.

    `link` is who of the register must act; without it new words of the `owner` are linked if they are known, and old
    ones stay linked as they are, unless `unlink` says that they mean nobody whom the register knows. `steps` is what
    becomes of open steps when it is done: FINISH or LEAVE.
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
    """Makes `commitment`, as the caller has seen it, what `change` says, and writes the audit entry.

    Raises Refused if `by` may not, Refusal for a status, a due date or a missing reason that the rules forbid, or if it
    is done with open steps and nothing is said of them, Conflict if somebody else has changed it since it was loaded.
    Nothing to change is no error and leaves no trail.
    """
    if not by.may(Permission.MANAGE_COMMITMENTS):
        raise Refused(Permission.MANAGE_COMMITMENTS)
    fresh, entry = carry_out(commitment=commitment, change=change, by=by, now=now)
    if entry is not None:
        tell_of_changes(entries=[entry])
    return fresh


def carry_out(
    *, commitment: Commitment, change: CommitmentChange, by: User, now: datetime
) -> tuple[Commitment, AuditEntry | None]:
    """`change_commitment` for those who change many: asks for no right and tells nobody; both is theirs.

    The follow-up as it is then, and the entry of the trail; none if there was nothing to change. Raises as it does.
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
    """The steps that are open when it is done, by number: what is said of them holds for these, and for none that
    somebody adds meanwhile. Raises Refusal if nothing was said of them."""
    if columns.get("status") != CommitmentStatus.DONE:
        return {}
    steps = dict(commitment.steps.filter(done_on=None).values_list("pk", "text"))
    if steps and change.steps not in {FINISH, LEAVE}:
        raise steps_are_open()
    return steps


def _told_of_steps(steps: dict[int, str], change: CommitmentChange) -> dict[str, tuple[None, str]]:
    """What the trail says of them."""
    name = "step_done" if change.steps == FINISH else "step_left"
    return {name: (None, _SEVERAL.join(steps.values()))} if steps else {}


def steps_are_open() -> Refusal:
    return Refusal(_("Some of its steps are open: say what becomes of them."), "steps")


def outcome_of(commitment: Commitment, change: CommitmentChange) -> dict[str, Any]:
    """The columns of CHANGEABLE that the change would change, with what they would be. Raises Refusal if it may not."""
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
    """The follow-up as it stands, for `by` to work on until the transaction ends, and for nobody else.

    Raises Refused if `by` may not, Conflict if it became one with another.
    """
    if not by.may(Permission.MANAGE_COMMITMENTS):
        raise Refused(Permission.MANAGE_COMMITMENTS)
    found = Commitment.objects.select_for_update(of=("self",)).filter(pk=commitment.pk).first()
    if found is None:
        raise Conflict(_("This follow-up became one with another in the meantime."))
    return found


def _owner(commitment: Commitment, change: CommitmentChange) -> dict[str, Any]:
    """The columns that say who must act: the words, and whom of the register they mean."""
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
    """A date by default gives way without a reason; so the trail says that it was one."""
    if before.due_basis != DueBasis.DEFAULT or after.due_basis == DueBasis.DEFAULT:
        return {}
    return {"due_basis": (before.due_basis, after.due_basis)}


def _consequences(changed: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The columns that follow from those that were changed."""
    columns: dict[str, Any] = {}
    if "status" in changed:
        columns["closed_on"] = timezone.localdate(now) if changed["status"] in _CLOSED else None
    if "due_on" in changed:
        columns["due_basis"] = DueBasis.NONE if changed["due_on"] is None else DueBasis.SET
    return columns


def shown(commitment: Commitment, name: str) -> Any:
    """A value as the trail keeps it: an account or a link by its name, not by its number."""
    value = getattr(commitment, name.removesuffix("_id"))
    return value.display_name if isinstance(value, User) else value
