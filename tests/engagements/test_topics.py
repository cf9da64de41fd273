"""The pages of topics, partners and people: figures, strip, filters and timeline like a country's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements.models import Engagement, KeptShelf, Partner, Person, Topic
from engagements.services.recording import CommitmentRecord
from engagements.shelves.tallies import keep_long
from tests.engagements.test_growth import first, queries, repeat

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register

TODAY = timezone.localdate()


def met(register: Register, name: str = "كينجي موراكامي", **values: Any) -> Engagement:
    """With Japan, about mining, with a company and somebody of it."""
    fields: dict[str, Any] = {
        "date": TODAY,
        "topics": ("mining",),
        "organizations": ("شركة هوكوتو",),
        "participants": (
            register.participant(name, evidence=(register.quotation("name", "كينجي موراكامي"),)),
        ),
    }
    return register.engagement(**fields | values)


@pytest.fixture
def addresses(register: Register) -> list[str]:
    """Of the topic, the partner and the person of three engagements, one of them a visit with two commitments."""
    due = TODAY - timedelta(days=3)
    met(register, date=TODAY - timedelta(days=400), title="قبل عام")
    met(register, kind="call", title="مكالمة")
    met(
        register,
        kind="visit",
        title="زيارة",
        topics=("mining", "training"),
        commitments=(
            CommitmentRecord("agreed", "تدريب الفنيين", "", due),
            CommitmentRecord("agreed", "إعداد دراسة", "", None),
        ),
    )
    person, partner = Person.objects.get(), Partner.objects.get()
    return ["/topics/mining/", f"/partners/{partner.pk}/", f"/people/{person.pk}/"]


def test_figures_strip_filters_and_open_commitments(
    addresses: list[str], as_role: Callable[[str], Client]
) -> None:
    client = as_role("viewer")
    for address in addresses:
        answer = client.get(address)
        figures = answer.context["figures"]
        assert (figures.total, figures.open, figures.overdue, figures.sources) == (3, 2, 1, 3), address
        assert (figures.this_year, figures.last.date) == (2, TODAY), address
        assert sum(year.count for year in answer.context["strip"]) == 3, address
        assert {one.value: one.count for one in answer.context["kinds"]} == {
            "meeting": 1,
            "call": 1,
            "visit": 1,
        }, address
        assert {one.value: one.count for one in answer.context["topics"]} == {"mining": 3, "training": 1}
        assert {one.value: one.count for one in answer.context["commitments"]} == {"open": 1}
        assert [one.text for one in answer.context["open_commitments"]] == ["تدريب الفنيين", "إعداد دراسة"]


def test_a_long_list_shows_what_a_short_one_does(
    register: Register, addresses: list[str], as_role: Callable[[str], Client]
) -> None:
    """Its figures are kept instead of counted: of everything, the oldest promise as well."""
    long_ago = TODAY - timedelta(days=900)
    met(register, date=long_ago, commitments=(CommitmentRecord("agreed", "زيارة المصنع", "", long_ago),))
    Engagement.objects.filter(title="مكالمة").update(confidentiality="restricted")
    shown = ("figures", "strip", "kinds", "topics", "commitments", "people", "partners", "open_commitments")
    for role, total in (("viewer", 3), ("manager", 4)):
        client = as_role(role)
        keep_long(longest=1000)
        counted = {address: client.get(address).context for address in addresses}
        keep_long(longest=1)
        assert KeptShelf.objects.count() >= len(addresses)
        for address in addresses:
            kept = client.get(address).context
            assert (kept["figures"].total, kept["figures"].overdue) == (total, 2), address
            assert kept["open_commitments"][0].text == "زيارة المصنع", address
            for name in shown:
                assert kept[name] == counted[address][name], (address, name)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind=visit", ["زيارة"]),
        ("kind=visit&kind=call", ["زيارة", "مكالمة"]),
        ("topic=training", ["زيارة"]),
        ("commitment=open", ["زيارة"]),
        ("commitment=done", []),
        (f"until={TODAY - timedelta(days=200)}", ["قبل عام"]),
        ("q=مكالمة", ["مكالمة"]),
        ("kind=visit&topic=training&commitment=open", ["زيارة"]),
        ("kind=call&topic=training", []),
    ],
)
def test_filters_combine(
    addresses: list[str], as_role: Callable[[str], Client], query: str, titles: list[str]
) -> None:
    client = as_role("viewer")
    for address in addresses:
        page = client.get(f"{address}?{query}").context["page"]
        assert sorted(one.title for one in page.rows) == sorted(titles), address
        assert page.total == len(titles), address


def test_choices_are_counted_under_the_other_filters(
    addresses: list[str], as_role: Callable[[str], Client]
) -> None:
    for address in addresses:
        context = as_role("viewer").get(f"{address}?kind=call&kind=visit").context
        assert {one.value: one.count for one in context["topics"]} == {"mining": 2, "training": 1}
        assert {one.value: one.count for one in context["kinds"]} == {"meeting": 1, "call": 1, "visit": 1}


def test_names_beside_and_as_filters(addresses: list[str], as_role: Callable[[str], Client]) -> None:
    client = as_role("viewer")
    topic, partner, person = addresses
    beside = client.get(topic).context
    assert [(one.name, one.count) for one in beside["people"]] == [("كينجي موراكامي", 3)]
    assert [(one.name, one.count) for one in beside["partners"]] == [("شركة هوكوتو", 3)]
    assert client.get(partner).context["partners"] == [], "nobody is his own partner"
    assert client.get(person).context["people"] == []
    number = Partner.objects.get().pk
    assert client.get(f"{topic}?partner={number}").context["page"].total == 3
    stranger = Partner.objects.create(name_ar="شركة أخرى")
    assert client.get(f"{topic}?partner={stranger.pk}").context["complaints"]


def test_restricted_engagements_are_not_counted_for_others(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    met(register, title="علني")
    met(register, title="مقيد", confidentiality="restricted", kind="call")
    for role, total in (("viewer", 1), ("manager", 2)):
        client = as_role(role)
        context = client.get("/topics/mining/").context
        assert (context["figures"].total, context["page"].total, context["figures"].people) == (
            total,
            total,
            1,
        )
        assert sum(one.count for one in context["kinds"]) == total
        assert {row[0].pk: row[1] for row in client.get("/topics/").context["rows"]}["mining"] == total


@pytest.mark.parametrize("language", ["ar", "en"])
def test_topics_by_how_frequent_they_are(
    register: Register, as_role: Callable[[str], Client], language: str
) -> None:
    met(register, topics=("training",), date=date(2024, 5, 1))
    met(register, topics=("mining", "training"), date=date(2024, 6, 1))
    client = as_role("viewer")
    client.cookies["django_language"] = language
    answer = client.get("/topics/")
    rows = [(topic.pk, number, last) for topic, number, last, _level in answer.context["rows"]]
    assert rows[:2] == [("training", 2, date(2024, 6, 1)), ("mining", 1, date(2024, 6, 1))]
    assert len(rows) == Topic.objects.count()
    met(register, topics=("mining",), date=TODAY + timedelta(days=9), status="planned")
    last = {topic.pk: last for topic, _n, last, _level in client.get("/topics/").context["rows"]}
    assert last["mining"] == date(2024, 6, 1), "what lies ahead is not the last"
    assert 'href="/topics/training/"' in answer.content.decode()


def test_a_topic_without_engagements_and_one_that_is_none(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    client = as_role("viewer")
    assert client.get("/topics/mining/").status_code == 200
    assert client.get("/topics/nonsense/").status_code == 404


def test_queries_do_not_grow_with_the_rows(register: Register, as_role: Callable[[str], Client]) -> None:
    client = as_role("viewer")
    shown = [first(register, number) for number in range(3)]
    partner, person = shown[0].partners.get(), shown[0].participations.get(side="partner").person
    assert person is not None
    addresses = ["/topics/", "/topics/mining/", f"/partners/{partner.pk}/", f"/people/{person.pk}/"]
    few = {address: queries(client, address) for address in addresses}
    for one in shown[1:]:
        one.partners.add(partner)
        one.participations.filter(side="partner").update(person=person)
    repeat(shown[0], 297, partner=partner, person=person)
    many = {address: queries(client, address) for address in addresses}
    # One more: the total, which a list of one page counts by itself.
    assert {address: n for address, n in many.items() if n > few[address] + 1} == {}
    keep_long(longest=100)
    kept = {address: queries(client, address) for address in addresses}
    assert {address: n for address, n in kept.items() if n > many[address]} == {}
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/topics/mining/").context["figures"].total == 300
    assert len(captured) <= 16
