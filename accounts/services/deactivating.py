"""Closes an account and hands its open work to others, in one transaction; opens it again.

Accounts are never deleted, because the records of their decisions refer to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Invitation
from accounts.services.handing_over import (
    Leaving,
    hand_over_endorsed,
    hand_over_follow_ups,
    hand_over_followed,
    hand_over_saved,
    hand_over_steps,
    hand_over_unfinished,
)
from accounts.services.invitations import withdraw
from accounts.services.members import held_by_admin
from accounts.services.sessions import end_sessions
from engagements.errors import Refusal
from engagements.models import Action, ApiToken, MailState, Notice, Subscription, User
from engagements.permissions import Permission
from engagements.services import audit
from engagements.services.calendar_feeds import revoke_feed
from engagements.services.tokens import revoke_token

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Takers:
    """The account that takes over the open work of each kind; None: nobody."""

    follow_ups: User | None = None
    steps: User | None = None
    unfinished: User | None = None
    endorsed: User | None = None
    saved: User | None = None
    followed: User | None = None


_KINDS = {
    "follow_ups": hand_over_follow_ups,
    "steps": hand_over_steps,
    "unfinished": hand_over_unfinished,
    "endorsed": hand_over_endorsed,
    "saved": hand_over_saved,
    "followed": hand_over_followed,
}
REVIEWED = ("unfinished", "endorsed")
"""Kinds that only an account with the permission to review can take over."""


@transaction.atomic
def deactivate(*, account: User, takers: Takers, by: User, now: datetime) -> None:
    """Closes the account, hands its work to `takers`, and ends its sessions, API tokens, calendar address,
    subscriptions to letters and the invitations that it made.

    Raises Refused if `by` is not an active administrator; Refusal if the account is one's own or not active, or if a
    taker is not active or may not do what is handed over.
    """
    held = held_by_admin(account=account, by=by)
    if not held.is_active:
        raise Refusal(_("This account is not active."))
    chosen = {kind: _fresh(kind, getattr(takers, kind), held) for kind in _KINDS}
    held.is_active = False
    held.save(update_fields=["is_active"])
    audit.write(by=by, action=Action.DEACTIVATED, subject=held, now=now, changes={"is_active": (True, False)})
    _hand_over(Leaving(held, by, now), chosen)
    _end(held, by, now)


@transaction.atomic
def reactivate(*, account: User, by: User, now: datetime) -> bool:
    """Lets the account sign in again. Nothing that was ended or handed over comes back. False if it is active
    already.

    Raises as `deactivate`.
    """
    held = held_by_admin(account=account, by=by)
    if held.is_active:
        return False
    held.is_active = True
    held.save(update_fields=["is_active"])
    audit.write(by=by, action=Action.REACTIVATED, subject=held, now=now, changes={"is_active": (False, True)})
    return True


def _fresh(kind: str, taker: User | None, leaving: User) -> User | None:
    """The taker, read again from the database. Raises Refusal if it may not take over this kind."""
    if taker is None:
        return None
    found = User.objects.filter(pk=taker.pk, is_active=True).exclude(pk=leaving.pk).first()
    if found is None:
        raise Refusal(_("Only an active account can take something over."), kind)
    if kind in REVIEWED and not found.may(Permission.REVIEW):
        raise Refusal(_("Only who may review drafts can take them over."), kind)
    return found


def _hand_over(leaving: Leaving, chosen: Mapping[str, User | None]) -> None:
    """Hands over all kinds. The trail of the account names the taker of each kind; what was handed over is in the
    trail of those records.
    """
    for kind, hand_over in _KINDS.items():
        taker = chosen[kind]
        if hand_over(leaving, taker) and taker is not None:
            audit.write(
                by=leaving.by,
                action=Action.HANDED_OVER,
                subject=leaving.account,
                now=leaving.now,
                changes={kind: (leaving.account.display_name, taker.display_name)},
            )


def _end(account: User, by: User, now: datetime) -> None:
    """Ends what gives access without signing in, and what would still be sent."""
    end_sessions(of=account, by=by, now=now)
    for token in ApiToken.objects.of(account).filter(revoked_at=None).order_by("pk"):
        revoke_token(token=token, by=by, now=now)
    revoke_feed(of=account, by=by, now=now)
    Subscription.objects.filter(user=account).delete()
    Notice.objects.filter(user=account).waiting_for_mail().update(mail=MailState.NONE)
    # Whoever leaves must not come back by an invitation of their own.
    for invitation in Invitation.objects.waiting().filter(by=account).order_by("pk"):
        withdraw(invitation=invitation, by=by, now=now)
