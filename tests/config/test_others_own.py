"""What belongs to one account does not exist for another of the same role: each address whose argument is «own»."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from engagements.models import (
    Action,
    ApiToken,
    Commitment,
    Engagement,
    FollowUpImport,
    Notice,
    SavedFilter,
    User,
)
from engagements.permissions import Role
from engagements.services import audit
from tests.config.addresses import rows
from tests.proving import has_proven

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def _notice(user: User) -> Model:
    engagement = Engagement.objects.create(
        kind="meeting",
        status="held",
        title="لقاء",
        date=NOW.date(),
        approved_by=user,
        approved_at=NOW,
    )
    commitment = Commitment.objects.create(engagement=engagement, kind="agreed", text="وعد")
    entry = audit.write(by=user, action=Action.CHANGED, subject=commitment, now=NOW)
    return Notice.objects.create(
        user=user, kind="changed", commitment=commitment, occasion="1", at=NOW, entry=entry, in_app=True
    )


# By the beginning of a route, what makes one of somebody's.
MAKERS: dict[str, Callable[[User], Model]] = {
    "follow-ups/import/": lambda user: FollowUpImport.objects.create(
        by=user, at=NOW, file_name="x.csv", headers=["a"], rows=[["b"]], numbers=[2]
    ),
    "saved/": lambda user: SavedFilter.objects.create(
        user=user, name="x", path="/follow-ups/", query="view=all", seen_at=NOW, seen_before=NOW
    ),
    "notices/": _notice,
    "account/tokens/": lambda user: ApiToken.objects.create(
        user=user, name="x", digest="0" * 64, prefix="x", created_at=NOW
    ),
}
ELSEWHERE = ("accounts/2fa/passkeys/",)
"""Asked for a second factor first (tests/accounts)."""


@pytest.mark.parametrize("begin", MAKERS)
def test_nobody_else_reaches_it(db: None, begin: str) -> None:
    """Neither by reading nor by writing; and it is as it was."""
    owner, other = (
        User.objects.create(username=name, role=Role.ADMIN, in_restricted_group=True) for name in "ab"
    )
    own = MAKERS[begin](owner)
    before = type(own)._default_manager.filter(pk=own.pk).values().get()
    client = Client()
    client.force_login(other)
    has_proven(client)
    found = [one.route for one in rows().values() if one.whose == "own" and one.route.startswith(begin)]
    assert found
    for route in found:
        path = "/" + route.replace("<int:number>", str(own.pk))
        for method in ("get", "post"):
            assert getattr(client, method)(path).status_code in (403, 404, 405), f"{method} {path}"
    assert type(own)._default_manager.filter(pk=own.pk).values().get() == before


def test_each_address_of_what_is_somebodys_own_is_asked() -> None:
    own = [row.route for row in rows().values() if row.whose == "own"]
    left = [route for route in own if not route.startswith((*MAKERS, *ELSEWHERE))]
    assert not left, f"MAKERS does not say how one of these is made: {left}"
