"""The changes to how somebody signs in: the audit action of each, and what its owner is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from engagements.models import Action

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of change. `said` is shown on the page and in the letter to the owner; `note` goes to the trail. With
    `ends_sessions` the account's other sessions are ended.
    """

    name: str
    action: Action
    said: StrPromise
    note: str = ""
    ends_sessions: bool = False


_EVENTS = (
    Event("password_changed", Action.PASSWORD_CHANGED, _("Your password was changed."), ends_sessions=True),
    Event("password_set", Action.PASSWORD_CHANGED, _("Your password was set."), ends_sessions=True),
    Event(
        "password_reset",
        Action.PASSWORD_CHANGED,
        _("Your password was changed by way of a letter."),
        note="letter",
        ends_sessions=True,
    ),
    Event(
        "password_reset_by_link",
        Action.PASSWORD_CHANGED,
        _("Your password was changed by way of a link."),
        note="link",
        ends_sessions=True,
    ),
    Event(
        "totp_activated",
        Action.SECOND_FACTOR_ADDED,
        _("An authenticator app was added to your account."),
        note="totp",
    ),
    Event(
        "totp_deactivated",
        Action.SECOND_FACTOR_REMOVED,
        _("The authenticator app was removed from your account."),
        note="totp",
    ),
    Event(
        "webauthn_added",
        Action.SECOND_FACTOR_ADDED,
        _("A passkey was added to your account."),
        note="passkey",
    ),
    Event(
        "webauthn_removed",
        Action.SECOND_FACTOR_REMOVED,
        _("A passkey was removed from your account."),
        note="passkey",
    ),
    Event(
        "recovery_codes_generated",
        Action.RECOVERY_CODES_MADE,
        _("New recovery codes were made for your account; the earlier ones open nothing any more."),
    ),
    Event(
        "account_connected",
        Action.PROVIDER_LINKED,
        _("Your account was linked to the ministry's own sign-in."),
    ),
    Event(
        "account_disconnected",
        Action.PROVIDER_UNLINKED,
        _("Your account is no longer linked to the ministry's own sign-in."),
    ),
    Event(
        "second_factors_removed",
        Action.SECOND_FACTOR_REMOVED,
        _("An administrator removed all second factors from your account."),
        ends_sessions=True,
    ),
)
EVENTS = {event.name: event for event in _EVENTS}


def told_by(template: str) -> Event | None:
    """The event of a django-allauth letter such as `account/email/password_changed`; None if it is none of ours."""
    return EVENTS.get(template.rpartition("/")[2])
