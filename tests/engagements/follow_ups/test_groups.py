"""The list of follow-ups in groups, and its pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from engagements.models import Commitment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register


@pytest.mark.parametrize("by", ["country", "owner", "due"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_pages_of_groups_have_every_row_once_under_its_heading(
    many: list[Commitment], as_role: Callable[[str], Client], by: str, language: str
) -> None:
    client = as_role("viewer")
    client.cookies["django_language"] = language
    query, seen, headings = f"?group={by}", [], []
    while query:
        page = client.get(f"/follow-ups/{query}").context
        for group in page["groups"]:
            assert group.continued == (group.label in headings)
            if not group.continued:
                headings.append(group.label)
            seen += [(group.label, group.count, row) for row in group.rows]
        query = page["page"].older_query
    assert sorted(row.pk for *_, row in seen) == [row.pk for row in many]
    numbers = {label: sum(1 for one, *_ in seen if one == label) for label in headings}
    assert {label: count for label, count, _row in seen} == numbers
    wanted = {"country": 4, "owner": 3, "due": 4}[by]
    assert len(headings) == wanted
    for label in headings:
        its = [(row.due_on or date.max, row.pk) for one, _count, row in seen if one == label]
        assert its == sorted(its)


@pytest.mark.parametrize("day", [date(9999, 12, 30), date(1, 1, 1)])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_month_at_the_end_of_the_calendar_is_a_group(
    register: Register, as_role: Callable[[str], Client], day: date, language: str
) -> None:
    for due_on in (day, date(2027, 12, 31)):
        register.commitment(due_on=due_on)
    client = as_role("viewer")
    client.cookies["django_language"] = language
    page = client.get("/follow-ups/?group=due")
    assert page.status_code == 200
    assert [(group.count, len(group.rows)) for group in page.context["groups"]] == [(1, 1), (1, 1)]


@pytest.mark.parametrize("cursor", ["x", "JP~x~1", "JP~2026-01-01~x", "~~"])
def test_a_cursor_that_is_none_is_no_page(
    register: Register, as_role: Callable[[str], Client], cursor: str
) -> None:
    assert as_role("viewer").get(f"/follow-ups/?group=country&after={cursor}").status_code == 404
