"""A follow-up changes: its status, who owns it, who is to see to it, when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from engagements.models import Action, Commitment, CommitmentStatus, DueBasis, User
from engagements.permissions import Permission, Refused
from engagements.services import audit
from engagements.services.names import Names, tidy

if TYPE_CHECKING:
    from datetime import date, datetime

_CLOSED = {CommitmentStatus.DONE, CommitmentStatus.DROPPED}


@dataclass(frozen=True, slots=True)
class CommitmentChange:
    """What the follow-up is to be. `reason` is needed when a due date moves and when it is dropped."""

    status: str
    owner: str
    assignee: User | None
    due_on: date | None
    reason: str = ""


@transaction.atomic
def change_commitment(
    *, commitment: Commitment, change: CommitmentChange, by: User, now: datetime
) -> Commitment:
    """Makes `commitment`, as the caller has seen it, what `change` says, and writes the audit entry.

    Raises Refused if `by` may not, Refusal for a step or a missing reason that the rules forbid, Conflict if
    somebody else has changed it since it was loaded. Nothing to change is no error and leaves no trail.
    """
    if not by.may(Permission.MANAGE_COMMITMENTS):
        raise Refused(Permission.MANAGE_COMMITMENTS)
    before = {name: getattr(commitment, name) for name in Commitment.CHANGEABLE}
    after: dict[str, Any] = {
        "status": change.status,
        "owner": tidy(change.owner),
        "assignee_id": change.assignee.pk if change.assignee else None,
        "due_on": change.due_on,
    }
    changed = {name for name in before if before[name] != after[name]}
    if not changed:
        return commitment
    _check(commitment, change, changed)
    columns = {name: after[name] for name in changed} | _consequences(commitment, after, changed, now)
    if Commitment.objects.filter(pk=commitment.pk, **before).update(**columns) != 1:
        raise Conflict(_("Somebody else changed this follow-up in the meantime."))
    shown = dict(zip(before, _shown(commitment, before, after, change), strict=True))
    audit.write(
        by=by,
        action=Action.CHANGED,
        subject=commitment,
        now=now,
        changes={name.removesuffix("_id"): shown[name] for name in before if name in changed},
        note=change.reason.strip(),
    )
    return Commitment.objects.get(pk=commitment.pk)


def _check(commitment: Commitment, change: CommitmentChange, changed: set[str]) -> None:
    if "status" in changed and change.status not in Commitment.TRANSITIONS[commitment.status]:
        raise Refusal(
            _("A follow-up cannot go from «%(before)s» to «%(after)s».")
            % {
                "before": commitment.get_status_display(),
                "after": dict(CommitmentStatus.choices).get(change.status, change.status),
            },
            "status",
        )
    if change.reason.strip():
        return
    if "due_on" in changed and commitment.due_on is not None:
        raise Refusal(_("Say why the due date moves."), "reason")
    if "status" in changed and change.status == CommitmentStatus.DROPPED:
        raise Refusal(_("Say why the follow-up is dropped."), "reason")


def _consequences(
    commitment: Commitment, after: dict[str, Any], changed: set[str], now: datetime
) -> dict[str, Any]:
    """The columns that follow from those that were changed."""
    columns: dict[str, Any] = {}
    if "status" in changed:
        columns["closed_on"] = timezone.localdate(now) if after["status"] in _CLOSED else None
    if "due_on" in changed:
        columns["due_basis"] = DueBasis.NONE if after["due_on"] is None else DueBasis.SET
    if "owner" in changed:
        owner = Names().owner(after["owner"])
        columns |= {"owner_partner": owner.partner, "owner_person": owner.person}
    return columns


def _shown(
    commitment: Commitment, before: dict[str, Any], after: dict[str, Any], change: CommitmentChange
) -> list[tuple[Any, Any]]:
    """Before and after as the trail keeps them: an account by its name, not by its number."""
    people = (
        commitment.assignee.display_name if commitment.assignee else None,
        change.assignee.display_name if change.assignee else None,
    )
    return [people if name == "assignee_id" else (before[name], after[name]) for name in before]
