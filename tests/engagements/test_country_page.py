"""The page of one country: its figures, its strip of months, its timeline."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from engagements.models import Engagement
from engagements.services.recording import CommitmentRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register


def test_the_country_page_tells_what_there_is(register: Register, as_role: Callable[[str], Client]) -> None:
    today = timezone.localdate()
    register.engagement(
        date=today - timedelta(days=4),
        organizations=("شركة هوكوتو",),
        participants=(
            register.participant("كينجي موراكامي", organization="شركة هوكوتو"),
            register.participant("سالم القماطي", side="home", country="LY", role="الوزير"),
        ),
        commitments=(CommitmentRecord("agreed", "تسليم الدراسة", "السفارة", today - timedelta(days=2)),),
    )
    register.engagement(date=today + timedelta(days=11), status="planned")
    register.engagement(date=today, status="cancelled")
    context = as_role("viewer").get("/countries/JP/").context
    figures = context["figures"]
    assert (figures.total, figures.open, figures.overdue) == (3, 1, 1)
    assert (figures.last.date, figures.next.date) == (today - timedelta(days=4), today + timedelta(days=11))
    assert (figures.partners, figures.people, figures.sources, figures.outlets) == (1, 1, 3, 1)
    assert [(row.name, row.count, row.level) for row in context["people"]] == [("كينجي موراكامي", 1, 20)]
    assert [row.name for row in context["partners"]] == ["شركة هوكوتو"]
    assert [one.text for one in context["open_commitments"]] == ["تسليم الدراسة"]
    assert sum(year.count for year in context["strip"]) == 3


def test_the_office_shown_comes_from_what_one_may_see(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    register.engagement(participants=(register.participant("ريو", role="السفير"),), date=date(2026, 1, 1))
    hidden = register.engagement(participants=(register.participant("ريو", role="المبعوث السري"),))
    Engagement.objects.filter(pk=hidden.pk).update(confidentiality="restricted")
    offices = {
        role: as_role(role).get("/countries/JP/").context["people"][0].note for role in ("viewer", "manager")
    }
    assert offices == {"viewer": "السفير", "manager": "المبعوث السري"}


def test_the_strip_shows_months_not_years(register: Register, as_role: Callable[[str], Client]) -> None:
    register.engagement(date=date(2025, 1, 1), date_precision="year")
    register.engagement(date=date(2025, 3, 1), date_precision="month")
    context = as_role("viewer").get("/countries/JP/").context
    months = {month.first: month.count for year in context["strip"] for month in year.months if month.count}
    assert months == {date(2025, 3, 1): 1}
    assert [month.first for year in context["years"] for month in year.months] == [date(2025, 3, 1), None]


def test_only_months_with_something_are_stops_of_the_strip(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    register.engagement(date=date(2024, 5, 13))
    viewer = as_role("viewer")

    def links(query: str) -> list[str]:
        strip = viewer.get(f"/countries/JP/{query}").content.decode().split('class="strip"')[1]
        return re.findall(r'href="\?since=(\d{4}-\d\d)', strip.split("</section>")[0])

    assert links("") == ["2024-05"]
    assert links("?since=2024-07-01&until=2024-07-31") == ["2024-05", "2024-07"], (
        "the one that is chosen, too"
    )


def test_the_strip_shows_the_years_that_have_something(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    for year in (2001, 2009, 2010, 2014, 2019):
        register.engagement(date=date(year, 5, 4))
    strip = as_role("viewer").get("/countries/JP/").context["strip"]
    assert [(year.first.year, year.count) for year in strip] == [(2009, 1), (2010, 1), (2014, 1), (2019, 1)]


def test_counts_stand_beside_the_kinds_under_the_other_filters(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    register.engagement(kind="visit", topics=("mining",))
    register.engagement(kind="visit")
    register.engagement(kind="call", topics=("mining",))
    context = as_role("viewer").get("/countries/JP/?topic=mining&kind=call").context
    assert {choice.value: choice.count for choice in context["kinds"]} == {"visit": 1, "call": 1}
    assert {choice.value: choice.count for choice in context["topics"]} == {"mining": 1}
    assert context["page"].total == 1
    visit = next(choice for choice in context["kinds"] if choice.value == "visit")
    assert visit.query == "?topic=mining&kind=call&kind=visit"


def test_the_home_country_shows_what_was_internal(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    own = register.engagement(kind="internal", partner_countries=())
    register.engagement()
    assert as_role("viewer").get("/countries/LY/").context["page"].rows == [own]


def test_an_unclear_filter_says_so_and_shows_nothing(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    register.engagement(title="لقاء لا يُعرض")
    answer = as_role("viewer").get("/countries/JP/?since=soon")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["page"].rows == []
    assert answer.context["complaints"]
    assert "لقاء لا يُعرض" not in text.split('class="with-side"')[1].split("<aside")[0]


@pytest.mark.parametrize(
    "cursor", ["x", "2026-11-01", "~", "2026-13-01~1", "~1~2", "2026-11-01~-1", "~" + "9" * 30]
)
def test_a_page_that_does_not_exist(
    register: Register, as_role: Callable[[str], Client], cursor: str
) -> None:
    assert as_role("viewer").get("/countries/JP/", {"after": cursor}).status_code == 404


def test_pages_of_a_timeline_show_each_engagement_once_in_order(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    today = timezone.localdate()
    for number in range(70):
        dated = number % 7
        register.engagement(
            date=today - timedelta(days=number // 3) if dated else None,
            date_precision="day" if dated else "none",
        )
    client = as_role("viewer")
    seen, address = [], "/countries/JP/?kind=meeting"
    while address:
        page = client.get(address).context["page"]
        assert page.total == 70
        seen += [one.pk for one in page.rows]
        address = page.older_query and f"/countries/JP/{page.older_query}"
    wanted = sorted(Engagement.objects.all(), key=lambda one: (one.date or date.min, one.pk), reverse=True)
    assert seen == [one.pk for one in wanted]


def test_each_reader_has_the_page_in_their_own_language(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    """What the page says again and again is kept by the process, for each language."""
    today = timezone.localdate()
    register.engagement(
        kind="visit",
        date=date(2026, 5, 4),
        city="",
        country="JP",
        topics=("mining",),
        participants=(register.participant("كينجي موراكامي"),),
        commitments=(CommitmentRecord("signed", "تسليم", "السفارة", today + timedelta(days=90)),),
    )
    said = {
        "ar": ("زيارة", "مايو", "التعدين", "اليابان"),
        "en": ("Visit", "May", "For Japan", "Mining", "Signed", "1 source", "Who must act", "Due"),
    }
    pages = []
    for language in ("ar", "en", "ar", "en"):
        client = as_role("viewer")
        client.cookies["django_language"] = language
        page = client.get("/countries/JP/").content.decode()
        entries = page.split('<section id="list"')[1].split("<aside")[0]
        drawn = entries + page.split('class="strip"')[1].split("</section>")[0]
        other = "ar" if language == "en" else "en"
        assert all(word in drawn for word in said[language])
        assert not any(f">{word}" in drawn for word in said[other])
        pages.append(entries)
    assert pages[0] == pages[2] != pages[1] == pages[3]


def test_each_reader_has_the_open_commitments_that_exist_for_them(
    register: Register, as_role: Callable[[str], Client], no_default_due: None
) -> None:
    today = timezone.localdate()
    for number in range(7):
        due = today + timedelta(days=number) if number < 4 else None
        register.engagement(commitments=(CommitmentRecord("agreed", f"وعد {number}", "", due),))
    hidden = register.engagement(commitments=(CommitmentRecord("agreed", "سر", "", today),))
    Engagement.objects.filter(pk=hidden.pk).update(confidentiality="restricted")
    register.engagement(
        partner_countries=("EG",), commitments=(CommitmentRecord("agreed", "لغيرها", "", today),)
    )
    shown = {
        role: [one.text for one in as_role(role).get("/countries/JP/").context["open_commitments"]]
        for role in ("viewer", "manager", "viewer")
    }
    assert shown["viewer"] == ["وعد 0", "وعد 1", "وعد 2", "وعد 3", "وعد 4"]
    assert shown["manager"] == ["وعد 0", "سر", "وعد 1", "وعد 2", "وعد 3"]
