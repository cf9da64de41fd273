"""Every page of the register: who sees it, in both languages, with and without rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from django.utils.html import escape

from engagements.models import Engagement, Partner, Person
from engagements.services.recording import CommitmentRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register

READERS = ["viewer", "editor", "manager", "registrar", "admin"]
PAGES = ["/", "/countries/", "/countries/JP/", "/follow-ups/", "/partners/", "/search/", "/search/?q=اليابان"]


def fill(register: Register, rows: int) -> None:
    """So many engagements with Japan, each with all its parts, over the last months."""
    today = timezone.localdate()
    for number in range(rows):
        register.engagement(
            date=today - timedelta(days=number % 300),
            kind=("meeting", "visit", "call")[number % 3],
            topics=("mining", "training"),
            organizations=(f"شركة رقم {number % 40}",),
            participants=(
                register.participant(
                    f"فلان رقم {number % 50}", evidence=(register.quotation("name", "كينجي موراكامي"),)
                ),
                register.participant("سالم القماطي", side="home", country="LY", role="الوزير"),
            ),
            commitments=(
                CommitmentRecord("agreed", f"التزام {number}", "", today + timedelta(days=number - 20)),
            ),
            evidence=(register.quotation("date", "الأربعاء", "2026-11-18"),),
        )


@pytest.mark.parametrize("address", [*PAGES, "/follow-ups/export.csv", "/audit/"])
def test_everything_needs_a_login(client: Client, db: None, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", READERS)
def test_everybody_reads_the_register(
    register: Register, as_role: Callable[[str], Client], role: str
) -> None:
    fill(register, 3)
    client = as_role(role)
    assert {address: client.get(address).status_code for address in PAGES} == dict.fromkeys(PAGES, 200)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("rows", [0, 3])
def test_pages_in_both_languages_with_and_without_rows(
    register: Register, as_role: Callable[[str], Client], language: str, rows: int
) -> None:
    fill(register, rows)
    client = as_role("admin")
    client.cookies["django_language"] = language
    direction = {"ar": 'lang="ar" dir="rtl"', "en": 'lang="en" dir="ltr"'}[language]
    for address in [*PAGES, "/audit/"]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert direction in answer.content.decode(), address


@pytest.mark.parametrize(
    ("role", "status"),
    [("viewer", 403), ("editor", 403), ("manager", 403), ("registrar", 403), ("admin", 200)],
)
def test_only_administrators_see_the_trail(
    register: Register, as_role: Callable[[str], Client], role: str, status: int
) -> None:
    register.engagement(title="لقاء مع السفير")
    answer = as_role(role).get("/audit/")
    assert answer.status_code == status
    assert ("لقاء مع السفير" in answer.content.decode()) is (status == 200)


@pytest.mark.parametrize(
    "address", ["/countries/XX/", "/countries/japan/", "/engagements/0/", "/partners/0/", "/people/0/"]
)
def test_what_is_not_there_is_404(register: Register, as_role: Callable[[str], Client], address: str) -> None:
    assert as_role("viewer").get(address, follow=True).status_code == 404


def test_a_code_in_small_letters_leads_to_the_country(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    assert as_role("viewer").get("/countries/jp/").headers["Location"] == "/countries/JP/"


@pytest.mark.parametrize("role", ["viewer", "editor", "manager", "admin"])
def test_a_restricted_engagement_exists_for_managers_only(
    register: Register, as_role: Callable[[str], Client], role: str
) -> None:
    secret = CommitmentRecord("agreed", "تسليم الوثيقة المكتومة", "", timezone.localdate())
    found = register.engagement(
        title="جلسة مكتومة", commitments=(secret,), participants=(register.participant("رجل الظل"),)
    )
    Engagement.objects.update(confidentiality="restricted")
    allowed = role in {"manager", "admin"}
    client = as_role(role)
    assert client.get(f"/engagements/{found.pk}/").status_code == (200 if allowed else 404)
    for address in ["/", "/countries/JP/", "/follow-ups/", "/search/?q=مكتومة"]:
        answer = client.get(address)
        assert ("جلسة" in answer.content.decode()) is allowed, address
    for address in ["/partners/", "/search/?q=الظل", f"/people/{Person.objects.get().pk}/"]:
        assert ("رجل الظل" in client.get(address).content.decode()) is allowed, address
    filtered = client.get(f"/countries/JP/?person={Person.objects.get().pk}").content.decode()
    assert ("رجل الظل" in filtered) is allowed


def test_the_home_page_tells_what_waits(register: Register, as_role: Callable[[str], Client]) -> None:
    today = timezone.localdate()
    for days in (-12, -3, 2, 6, 8):
        due = CommitmentRecord("agreed", "التزام", "", today + timedelta(days=days))
        register.engagement(commitments=(due,))
    client = as_role("viewer")
    client.cookies["django_language"] = "en"
    waiting = client.get("/").context["waiting"]
    assert [(one.number, one.note, one.late) for one in waiting] == [
        (2, "by 12 days at most", True),
        (2, "the first in 2 days", False),
    ]
    # Each number leads to a list of as many rows.
    assert [client.get(one.href).context["page"].total for one in waiting] == [2, 2]


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


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("هوكوتو", "partners"),
        ("Hokuto", "partners"),
        ("موراكامى", "people"),
        ("يابان", "countries"),
        ("التدريب", "engagements"),
        ("دراسة", "follow_ups"),
    ],
)
def test_one_box_finds_everything(
    register: Register, as_role: Callable[[str], Client], text: str, what: str
) -> None:
    register.engagement(
        title="بحث التدريب",
        organizations=("شركة هوكوتو",),
        participants=(register.participant("كينجي موراكامي"),),
        commitments=(CommitmentRecord("agreed", "إعداد الدراسة", "", None),),
    )
    Partner.objects.get().aliases.create(text="Hokuto Steel")
    context = as_role("viewer").get("/search/", {"q": text}).context
    assert len(context[what]) == 1


@pytest.mark.parametrize("text", ["", " ", "\x00", "_", "%", "لا شيء من هذا", "x" * 5000, "'; --"])
def test_a_search_that_finds_nothing_is_a_page(
    register: Register, as_role: Callable[[str], Client], text: str
) -> None:
    register.engagement()
    answer = as_role("viewer").get("/search/", {"q": text})
    assert answer.status_code == 200
    assert not answer.context.get("found")


def test_a_merged_name_leads_to_what_it_became(register: Register, as_role: Callable[[str], Client]) -> None:
    kept, gone = Partner.objects.create(name_ar="الجهة"), Partner.objects.create(name_ar="الجهه")
    Partner.objects.filter(pk=gone.pk).update(merged_into=kept)
    answer = as_role("viewer").get(f"/partners/{gone.pk}/")
    assert answer.headers["Location"] == f"/partners/{kept.pk}/"
