"""The list of countries: its order, its search, and who comes first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from django.utils.html import escape

from engagements.services.recording import CommitmentRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register


def test_sorting_and_finding_countries(register: Register, as_role: Callable[[str], Client]) -> None:
    today = timezone.localdate()
    for code, days, rows in (("JP", 4, 3), ("IT", 120, 1), ("TN", 1, 2)):
        for _ in range(rows):
            register.engagement(
                partner_countries=(code,),
                date=today - timedelta(days=days),
                commitments=(CommitmentRecord("agreed", "التزام", "", None),) if code == "IT" else (),
            )
    client = as_role("viewer")

    def order(query: str) -> list[str]:
        return [row.country.pk for row in client.get(f"/countries/{query}").context["rows"]]

    assert order("") == order("?sort=engagements") == ["JP", "TN", "IT"]
    assert order("?sort=last") == ["TN", "JP", "IT"]
    assert order("?sort=open")[0] == "IT"
    assert order("?sort=name") == ["JP", "IT", "TN"]
    assert order("?q=ايطاليا") == ["IT"]
    assert order("?q=france") == ["FR"]
    assert [row.country.pk for row in client.get("/countries/").context["silent"]] == ["IT"]


def test_the_first_countries_are_listed_until_all_are_asked_for(
    register: Register, as_role: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engagements.views.countries.FIRST", 2)
    for code, rows in (("JP", 3), ("IT", 1), ("TN", 2)):
        for _ in range(rows):
            register.engagement(partner_countries=(code,))
    client = as_role("viewer")
    answer = client.get("/countries/?sort=engagements")
    assert [row.country.pk for row in answer.context["rows"]] == ["JP", "TN"]
    assert (answer.context["number"], answer.context["met"]) == (3, 3)
    query = answer.context["all_query"]
    assert f'href="{escape(query)}#h-list"' in answer.content.decode()
    whole = client.get(f"/countries/{query}")
    assert [row.country.pk for row in whole.context["rows"]] == ["JP", "TN", "IT"]
    assert client.get("/countries/?all=yes").context["rows"] == []


def test_what_is_only_planned_is_nobodys_last(register: Register, as_role: Callable[[str], Client]) -> None:
    today = timezone.localdate()
    held, ahead = today - timedelta(days=9), today + timedelta(days=9)
    for day, status in ((held, "held"), (ahead, "planned"), (today, "cancelled")):
        register.engagement(
            date=day,
            status=status,
            topics=("mining",),
            organizations=("شركة هوكوتو",),
            participants=(register.participant("سالم القماطي", side="home", country="LY"),),
        )
    client = as_role("viewer")
    context = client.get("/partners/").context
    assert {one.last for one in [*context["partners"], *context["people"]]} == {held}
    rows = client.get("/topics/").context["rows"]
    assert [last for topic, _number, last, _level in rows if topic.pk == "mining"] == [held]
    assert [row.last for row in client.get("/countries/").context["rows"]] == [held]
