"""People for the tests of members: accounts made by hand, browsers signed in as them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from engagements.models import AuditEntry, User
from engagements.permissions import Role
from tests.proving import browser_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def person(username: str, role: str = Role.VIEWER, **values: Any) -> User:
    """An account that nobody can sign in to by a password, unless one is set."""
    values = {"first_name": username.title(), "email": f"{username}@lana.example"} | values
    return User.objects.create(username=username, role=role, **values)


def signed_in(account: User) -> Client:
    return browser_of(account, headers={"user-agent": FIREFOX})


def trail(*actions: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Who did what, from what to what; the oldest first."""
    entries = AuditEntry.objects.order_by("pk")
    if actions:
        entries = entries.filter(action__in=actions)
    return [(entry.actor_name, entry.action, entry.changes) for entry in entries]


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
