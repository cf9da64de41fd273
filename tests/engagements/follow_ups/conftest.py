"""Follow-ups to ask questions of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.http import QueryDict

from engagements.follow_ups.filters import CommitmentFilter, follow_ups_asked
from engagements.models import Commitment, Engagement
from engagements.services.recording import CommitmentRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import User
    from tests.engagements.conftest import Register

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DAY = date(2027, 1, 10)


def asked(query: str, user: User) -> CommitmentFilter:
    return follow_ups_asked(QueryDict(query), user, TODAY)


def found(query: str, user: User) -> set[int]:
    return set(asked(query, user).qs.values_list("pk", flat=True))


def promised(register: Register, number: int = 1, **values: Any) -> Engagement:
    promises = tuple(CommitmentRecord("agreed", f"وعد {n}", "", None) for n in range(number))
    return register.engagement(commitments=promises, **values)


@pytest.fixture
def many(register: Register) -> list[Commitment]:
    """Of three countries and none, with and without due dates and owners, more than two pages."""
    for n, countries in enumerate((("JP",), ("IT", "TN"), ("TN",), ())):
        promised(register, 31, partner_countries=countries, title=f"لقاء {n}")
    rows = list(Commitment.objects.order_by("pk"))
    for n, row in enumerate(rows):
        row.due_on = None if n % 5 == 0 else date(2027, 1 + n % 3, 1 + n % 28)
        row.due_basis = "none" if row.due_on is None else "set"
        row.owner = ("", "السفارة", "ال~قسم")[n % 3]
    Commitment.objects.bulk_update(rows, ["due_on", "due_basis", "owner"])
    return rows


@pytest.fixture
def manager(account: Callable[..., User]) -> User:
    return account("manager")


@pytest.fixture
def three(register: Register) -> list[Commitment]:
    """One that is due, one that is not, one that is done."""
    made = [register.commitment(due_on=DAY), register.commitment(), register.commitment()]
    Commitment.objects.filter(pk=made[1].pk).update(due_on=None, due_basis="none")
    Commitment.objects.filter(pk=made[2].pk).update(status="done", closed_on=DAY)
    return list(Commitment.objects.order_by("pk"))


def seen(*commitments: Commitment) -> dict[int, str]:
    return {one.pk: one.version for one in commitments}


def as_rows() -> list[dict[str, Any]]:
    return [dict(row) for row in Commitment.objects.order_by("pk").values()]
