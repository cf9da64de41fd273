"""The page of the list: its tabs, its state in words, its price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from engagements.follow_ups.panels import views
from engagements.follow_ups.ready import VIEWS
from engagements.models import Commitment
from tests.engagements.follow_ups.conftest import asked, promised

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register


@pytest.mark.parametrize("query", ["", "?group=country", "?group=owner&country=JP", "?topic=mining&view=all"])
def test_the_list_asks_as_much_for_few_rows_as_for_many(
    register: Register, as_role: Callable[[str], Client], query: str
) -> None:
    client = as_role("manager")
    topics = ("mining",)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/follow-ups/{query}").status_code == 200
        return len(captured)

    promised(register, 3, topics=topics)
    queries()
    few = queries()
    promised(register, 297, topics=topics, partner_countries=("JP", "IT"))
    assert queries() == few


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_tells_its_state_in_both_languages(
    many: list[Commitment], as_role: Callable[[str], Client], language: str
) -> None:
    client = as_role("manager")
    client.cookies["django_language"] = language
    page = client.get("/follow-ups/?view=all&country=JP&status=open&group=due&owner=سفار")
    assert page.status_code == 200
    assert page.context["complaints"] == []
    assert len(page.context["tokens"]) == 3
    assert dict(page.context["hidden"]) == {"view": "all", "group": "due"}
    assert [way.value for way in page.context["ways"] if way.picked] == ["due"]
    assert {row.first_country for row in page.context["page"].rows} == {"JP"}


@pytest.mark.parametrize(
    ("query", "tab"),
    [
        ("", ""),
        ("view=", ""),
        ("country=JP", ""),
        ("view=overdue&country=JP", "overdue"),
        ("status=done", None),
        ("closed_since=2026-01-01", None),
        ("closed_until=2026-01-01&country=JP", None),
        ("view=unheard-of", None),
    ],
)
def test_the_marked_tab_is_what_the_rows_are_of(query: str, tab: str | None, register: Register) -> None:
    numbers = dict.fromkeys(("", *dict(VIEWS)), 0)
    marked = [
        one.value for one in views(QueryDict(query), asked(query, register.editor), numbers) if one.picked
    ]
    assert marked == ([] if tab is None else [tab])


def test_a_tab_keeps_the_filters_and_takes_away_what_says_otherwise(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    register.commitment(owner="السفارة")
    register.commitment(owner="")
    page = as_role("viewer").get("/follow-ups/?country=JP&q=x&status=done&closed_since=2026-01-01&group=due")
    tabs = {view.value: view for view in page.context["views"]}
    assert tabs["overdue"].query == "?country=JP&q=x&group=due&view=overdue"
    assert tabs[""].query == "?country=JP&q=x&group=due"
    assert tabs["overdue"].count is None, "that of the whole list would not be the one of its rows"
    words = as_role("viewer").get("/follow-ups/?owned=words")
    assert [row.owner for row in words.context["page"].rows] == ["السفارة"]
    assert len(words.context["tokens"]) == 1
