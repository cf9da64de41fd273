"""Who needs a second factor, who has one, and with what somebody signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _

from engagements.permissions import Role

if TYPE_CHECKING:
    from django.http import HttpRequest

    from engagements.models import User

REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""The kinds of second factors. Recovery codes do not count: they only replace one of these."""


def needed_by(user: User) -> bool:
    """Whether the account's role requires a second factor (`SECOND_FACTOR_ROLES`). An account with access to
    Django's admin counts as administrator.
    """
    roles = {str(user.role)} | ({str(Role.ADMIN)} if user.is_superuser or user.is_staff else set())
    return not roles.isdisjoint(settings.SECOND_FACTOR_ROLES)


def had_by(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=REAL).exists()


def missing_for(user: User) -> bool:
    """Whether the account must set up a second factor before it can do anything else."""
    return needed_by(user) and not had_by(user)


def barrier(user: User) -> str:
    """For `settings.BARRIERS`: why the account may not use the API and its calendar address yet; empty if it may."""
    if not missing_for(user):
        return ""
    return _("This account needs a second factor: its owner has to sign in on the pages and set one up.")


def ways(request: HttpRequest) -> list[str]:
    """The means by which this session signed in, in order: `password`, `totp`, `passkey`, `recovery code`,
    `provider`.
    """
    said = {"webauthn": "passkey", "recovery_codes": "recovery code"}
    found = []
    for record in get_authentication_records(request, request.user):  # type: ignore[arg-type]
        kind = record["type"] if record["method"] == "mfa" else record["method"]
        found.append("provider" if kind == "socialaccount" else said.get(kind, kind))
    return list(dict.fromkeys(found))
