"""Writes signing in, its failures and changes to the trail, and does what follows from a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts import lockout, posting
from accounts.events import EVENTS, Event
from accounts.finding import accounts_named
from accounts.services.sessions import end_sessions
from engagements.models import Action, User
from engagements.reminding.mailing import configured
from engagements.services import audit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_NOBODY_KNOWN = "—"
"""The actor in the trail when no account has the name. What was typed is not kept: it may be a password."""


def write_sign_in(*, user: User, ways: Sequence[str], now: datetime) -> None:
    """Writes that `user` signed in; `ways` are the means in order (`accounts.second_factor.ways`)."""
    audit.write(by=user, action=Action.SIGNED_IN, subject=user, now=now, note=" + ".join(ways))


def write_sign_out(*, user: User, now: datetime) -> None:
    audit.write(by=user, action=Action.SIGNED_OUT, subject=user, now=now)


@transaction.atomic
def write_failure(*, name: str, locked_until: datetime | None, now: datetime, way: str = "password") -> None:
    """Writes a failed attempt to sign in as `name`, and until when the next one has to wait, if it has to."""
    account = next(iter(accounts_named(name)), None)
    subject: User | str = account or "user"
    who = account.get_username() if account else _NOBODY_KNOWN
    audit.write(by=None, actor_name=who, action=Action.SIGN_IN_FAILED, subject=subject, now=now, note=way)
    if locked_until is not None:
        until = {"until": (None, locked_until)}
        audit.write(
            by=None, actor_name=who, action=Action.LOCKED_OUT, subject=subject, now=now, changes=until
        )


@transaction.atomic
def note_change(
    *, of: User, event: Event, session: str | None, now: datetime, by: User | None = None
) -> None:
    """After a change of how `of` signs in: writes the trail, ends other sessions, sends the owner a letter.

    `session` is the key of the session that goes on.
    """
    doer = by or of
    if event is EVENTS["password_reset"] and not configured():
        event = EVENTS["password_reset_by_link"]  # handed over: it says nothing of the address
    audit.write(by=doer, action=event.action, subject=of, now=now, note=event.note)
    if event.ends_sessions:
        end_sessions(of=of, by=doer, now=now, but=session)
    if event is EVENTS["password_reset"]:
        _reached_by_letter(of)
    elif event is EVENTS["password_reset_by_link"]:
        lockout.forget(of)
    transaction.on_commit(lambda: posting.enqueue_change_letter(of, event, now))


def _reached_by_letter(user: User) -> None:
    """Marks the address as verified, because its owner followed a link sent there, and clears the counts of
    failures.
    """
    lockout.forget(user)
    address = user.email.lower()
    if address and not EmailAddress.objects.filter(user=user, verified=True).exists():
        EmailAddress.objects.filter(user=user).exclude(email=address).update(primary=False)
        EmailAddress.objects.update_or_create(
            user=user, email=address, defaults={"verified": True, "primary": True}
        )
