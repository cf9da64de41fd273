"""The follow-ups in figures: each number is that of the list it leads to, for whoever asks, under any filter."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements.follow_ups.dashboard import dashboard
from engagements.follow_ups.filters import follow_ups_asked
from engagements.models import Commitment, Engagement, Partner, Unit, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register

PAGE = "/follow-ups/dashboard/"
QUERIES = (
    "",
    "country=JP",
    "country=JP&country=TR&kind=agreed",
    "status=open&status=done",
    "view=overdue",
    "view=mine",
    "closed_since=2000-01-01",
    "q=التزام 1",
)
_LINK = re.compile(r'<a href="(/follow-ups/\?[^"]+)">(\d+)</a>')


@pytest.fixture
def owed(register: Register) -> list[Engagement]:
    """Follow-ups of several countries, owners, ages and ends, one engagement restricted."""
    today = timezone.localdate()
    countries = (("JP",), ("JP", "IT"), ("TR",), ("CN",))
    held = [
        register.engagement(partner_countries=some, date=today - timedelta(days=40)) for some in countries
    ]
    above = Unit.objects.create(name_ar="الإدارة العامة")
    below = Unit.objects.create(name_ar="القسم الأول", parent=above)
    owners: list[dict[str, Any]] = [
        {"owner_unit": above},
        {"owner_unit": below},
        {"owner_partner": Partner.objects.create(name_ar="شركة الحديد")},
        {"owner": "الجانب الآخر"},
        {},
    ]
    days = (-400, -200, -100, -40, -3, 0, 20, None)
    rows = []
    for number in range(80):
        late, status = days[number % 8], ("open", "in_progress", "open", "done", "dropped")[number % 5]
        rows.append(
            Commitment(
                engagement=held[number % 4],
                kind="agreed",
                text=f"التزام {number}",
                status=status,
                due_on=None if late is None else today + timedelta(days=late),
                due_basis="none" if late is None else "stated",
                closed_on=today - timedelta(days=number % 39) if status in {"done", "dropped"} else None,
                **owners[number * 7 // 8 % 5],
            )
        )
    Commitment.objects.bulk_create(rows)
    Engagement.objects.filter(pk=held[3].pk).update(confidentiality="restricted")
    return held


@pytest.mark.parametrize("role", ["viewer", "manager"])
def test_every_number_is_that_of_the_list_it_leads_to(
    owed: list[Engagement], as_role: Callable[[str], Client], role: str
) -> None:
    client, today = as_role(role), timezone.localdate()
    user, unit = User.objects.get(role=role), Unit.objects.get(parent__isnull=False)
    for query in (*QUERIES, f"owned=unit-{unit.pk}", f"due_until={today}&made_since=2000-01-01"):
        page = client.get(f"{PAGE}?{query}").content.decode()
        links = {(unescape(address), int(number)) for address, number in _LINK.findall(page)}
        assert links or query == "view=mine"
        for address, number in links:
            listed = follow_ups_asked(QueryDict(address.partition("?")[2]), user, today)
            assert not listed.complaints, address
            assert listed.qs.count() == number, address


def test_restricted_follow_ups_count_for_those_who_may_see_them(
    owed: list[Engagement], as_role: Callable[[str], Client]
) -> None:
    viewer, manager = (as_role(role).get(PAGE).context["board"] for role in ("viewer", "manager"))
    assert (viewer.open.n, manager.open.n) == (
        Commitment.objects.open().filter(hidden=False).count(),
        Commitment.objects.open().count(),
    )
    assert {line.label for line in manager.countries} - {line.label for line in viewer.countries} == {"الصين"}
    assert sum(line.open.n for line in viewer.ages) == viewer.open.n
    assert sum(line.overdue.n for line in viewer.ages) == viewer.overdue.n


def test_what_comes_and_goes_is_counted_by_month_and_how_long_it_took(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    today = date(2026, 11, 22)
    engagement = register.engagement(date=date(2026, 9, 10))
    for closed in (date(2026, 9, 20), date(2026, 10, 10), date(2026, 10, 20), None):
        status = "done" if closed else "open"
        Commitment.objects.create(
            engagement=engagement, kind="agreed", text="التزام", status=status, closed_on=closed
        )
    query: Any = as_role("viewer").get(PAGE).wsgi_request.GET
    board = dashboard(query, follow_ups_asked(query, User.objects.get(role="viewer"), today), today)
    flow = {month.first: (month.opened.n, month.done.n, month.dropped.n) for month in board.months}
    assert len(flow) == 12
    assert next(iter(flow)) == date(2025, 12, 1)
    assert (flow[date(2026, 9, 1)], flow[date(2026, 10, 1)], flow[date(2026, 11, 1)]) == (
        (4, 1, 0), (0, 2, 0), (0, 0, 0),
    )  # fmt: skip
    assert (board.days, board.timed, board.done.n, board.open.n) == (30, 3, 3, 1)


@pytest.mark.parametrize("wrong", ["country=XX", "due_since=yesterday", "colour=red"])
def test_a_filter_that_is_not_understood_gives_no_numbers(
    owed: list[Engagement], as_role: Callable[[str], Client], wrong: str
) -> None:
    answer = as_role("viewer").get(f"{PAGE}?{wrong}")
    assert answer.context["board"] is None
    assert answer.context["complaints"]
    assert '<svg class="flow' not in answer.content.decode()


def test_the_number_of_queries_does_not_grow(
    owed: list[Engagement], as_role: Callable[[str], Client]
) -> None:
    client = as_role("manager")
    client.get(PAGE)
    kept = list(Commitment.objects.values_list("pk", flat=True))
    numbers = []
    for size in (3, 300):
        Commitment.objects.exclude(pk__in=kept[:3]).delete()
        made = owed[0].pk
        Commitment.objects.bulk_create(
            Commitment(engagement_id=made, kind="agreed", text=f"التزام {number}")
            for number in range(size - 3)
        )
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        numbers.append(len(asked.captured_queries))
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize(
    ("query", "words", "whole"),
    [
        ("", [], True),
        ("country=JP", ["Country: Japan"], True),
        ("view=overdue&country=JP", ["Overdue", "Country: Japan"], False),
        ("status=done", ["Status: Done"], False),
        ("country=XX", [], False),
    ],
)
def test_it_says_which_follow_ups_it_is_of(
    register: Register, as_role: Callable[[str], Client], query: str, words: list[str], whole: bool
) -> None:
    client = as_role("viewer")
    client.cookies["django_language"] = "en"
    page = client.get(f"{PAGE}?{query}")
    assert [one.label for one in page.context["tokens"]] == words
    assert ("of what is open and what is closed" in page.content.decode()) is whole
    if "view" in query:
        assert page.context["tokens"][0].query == "?country=JP"
