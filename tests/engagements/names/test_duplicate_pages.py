"""The list of names that may be one, and the decisions taken on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from engagements.duplicates.search import search
from engagements.models import Person, PersonLikeness, PersonRuling
from engagements.waiting import waiting_for
from tests.engagements.names.conftest import NOW

if TYPE_CHECKING:
    from django.test import Client

    from engagements.models import User
    from tests.engagements.conftest import Register


def test_the_list_shows_both_with_what_tells_them_apart(
    registrar: Client, pair: tuple[Person, Person]
) -> None:
    answer = registrar.get("/duplicates/")
    (shown,) = answer.context["pairs"]
    assert {shown.first.number, shown.second.number} == {one.pk for one in pair}
    html = answer.content.decode()
    assert "السفير" in html
    assert f"/people/{shown.stays.number}/merge/{shown.goes.number}/?next=" in html
    assert registrar.get("/duplicates/?kind=partner").context["pairs"] == []
    assert len(registrar.get("/duplicates/?country=JP").context["pairs"]) == 1
    assert registrar.get("/duplicates/?country=IT").context["pairs"] == []
    for wrong in ("?kind=x", "?country=XX", "?colour=red"):
        answer = registrar.get(f"/duplicates/{wrong}")
        assert answer.context["complaints"], wrong
        assert answer.context["pairs"] == []
    assert registrar.get("/duplicates/?after=x").status_code == 404


def test_decided_on_the_page_and_taken_back(registrar: Client, pair: tuple[Person, Person]) -> None:
    low, high = sorted(one.pk for one in pair)
    page = f"/duplicates/people/{low}/{high}/"
    here = "/duplicates/?kind=person&country=JP"
    answer = registrar.post(page, {"verdict": "different", "next": here})
    assert (answer.status_code, answer["Location"]) == (302, here)
    answer = registrar.get("/duplicates/")
    assert answer.context["pairs"] == []
    assert answer.context["last"]["ruling"] == PersonRuling.objects.get()
    assert len(registrar.get("/duplicates/?state=different").context["pairs"]) == 1
    assert registrar.post(page, {"verdict": "later"}).status_code == 409
    assert registrar.post(page, {"next": "https://example.org/"})["Location"] == "/duplicates/?kind=person"
    assert len(registrar.get("/duplicates/").context["pairs"]) == 1
    assert registrar.post(page, {"verdict": "same"}).status_code == 404
    assert registrar.get(page).status_code == 405


@pytest.mark.parametrize(
    ("asked", "days"), [({"later": "7"}, 7), ({"later": "90"}, 90), ({"verdict": "later"}, 30)]
)
def test_put_off_for_as_long_as_was_chosen(
    registrar: Client, pair: tuple[Person, Person], asked: dict[str, str], days: int
) -> None:
    low, high = sorted(one.pk for one in pair)
    assert f'value="{days}"' in registrar.get("/duplicates/").content.decode()
    assert registrar.post(f"/duplicates/people/{low}/{high}/", asked).status_code == 302
    ruling = PersonRuling.objects.get()
    assert ruling.until == timezone.localdate(ruling.at) + timedelta(days=days)
    assert registrar.post(f"/duplicates/people/{low}/{high}/", {"later": "8"}).status_code == 404


def test_an_empty_list_shows_no_keys(registrar: Client, pair: tuple[Person, Person]) -> None:
    assert "data-keys" in registrar.get("/duplicates/").content.decode()
    assert "data-keys" not in registrar.get("/duplicates/?kind=partner").content.decode()


def test_a_merge_from_the_list_leads_back_to_it(registrar: Client, pair: tuple[Person, Person]) -> None:
    first, second = pair
    here = "/duplicates/?kind=person"
    page = f"/people/{first.pk}/merge/{second.pk}/?next={here.replace('&', '%26')}"
    form = registrar.get(page).context["form"]
    data = {bound.html_name: bound.value() for bound in form}
    assert registrar.post(page, data | {"next": here})["Location"] == here
    assert registrar.get(here).context["pairs"] == []


def test_the_list_has_pages(registrar: Client, register: Register) -> None:
    for n in range(22):
        for name in (f"كينجي موراكا{chr(0x0628 + n)}", f"كنجي موراكا{chr(0x0628 + n)}"):
            Person.objects.create(name_ar=name)
    search("person", now=NOW)
    total = PersonLikeness.objects.count()
    query, seen = "/duplicates/", []
    while query:
        page = registrar.get(query).context["page"]
        assert page.total == total
        seen += [row.pk for row in page.rows]
        query = f"/duplicates/{page.older_query}" if page.older_query else ""
    assert len(seen) == len(set(seen)) == total > 20


def test_home_says_how_many_wait_to_those_who_may_decide(
    register: Register, pair: tuple[Person, Person], account: Callable[..., User]
) -> None:
    told = [one for one in waiting_for(account("registrar"), NOW) if "duplicates" in one.href]
    assert [one.number for one in told] == [1]
    assert not [one for one in waiting_for(account("manager"), NOW) if "duplicates" in one.href]


@pytest.mark.parametrize("size", [3, 19])
def test_the_list_asks_as_much_for_few_as_for_many(
    registrar: Client, register: Register, django_assert_max_num_queries: Callable[..., Any], size: int
) -> None:
    people = Person.objects.bulk_create(
        Person(name_ar=f"شخص {n} {part}") for n in range(size) for part in ("أول", "ثان")
    )
    PersonLikeness.objects.bulk_create(
        PersonLikeness(
            first=one, second=other, score=90, reason="spelling", first_spelling="x", second_spelling="y"
        )
        for one, other in zip(people[::2], people[1::2], strict=True)
    )
    with django_assert_max_num_queries(20):
        assert len(registrar.get("/duplicates/").context["pairs"]) == size
