"""Finds the accounts meant by a username or an e-mail address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models import Q

from engagements.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def accounts_named(text: str) -> list[User]:
    """The accounts with this username or e-mail address, without regard to case; seldom more than one."""
    if not (name := text.strip()):
        return []
    return list(User.objects.filter(Q(username__iexact=name) | _at(name)))


def accounts_at(address: str) -> QuerySet[User]:
    """The active accounts that have this e-mail address, verified or not."""
    return User.objects.filter(_at(address.strip()), is_active=True)


def verified_at(address: str) -> User | None:
    """The active account with this address as a verified one; None if there is none, or more than one."""
    rows = EmailAddress.objects.filter(email__iexact=address.strip(), verified=True, user__is_active=True)
    found = [row.user for row in rows.select_related("user")[:2]]
    return found[0] if len(found) == 1 else None


def _at(address: str) -> Q:
    verified = EmailAddress.objects.filter(email__iexact=address, verified=True).values("user_id")
    return Q(email__iexact=address) | Q(pk__in=verified)
