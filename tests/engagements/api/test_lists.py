"""The API's lists: the filters of the pages, a page at a time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import translation

from engagements.models import Engagement, Partner, Person
from tests.engagements.api.conftest import LISTS, body, met, numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engagements.conftest import Register


@pytest.mark.parametrize("role", ["viewer", "manager"])
def test_filters_give_what_the_page_gives(
    register: Register, as_role: Callable[[str], Client], role: str
) -> None:
    for number in range(6):
        met(
            register,
            f"رقم {number}",
            kind="visit" if number % 2 else "meeting",
            date=date(2026, 1, 1 + number) if number else None,
            date_precision="day" if number else "none",
            topics=("mining", "energy") if number < 3 else ("mining",),
            partner_countries=("JP", "IT") if number < 5 else ("IT",),
        )
    Engagement.objects.filter(title__endswith="رقم 4").update(confidentiality="restricted")
    client = as_role(role)
    partner, person = Partner.objects.first(), Person.objects.first()
    assert partner
    assert person
    asked = ["", "kind=visit", "kind=visit&kind=meeting&topic=energy", "since=2026-01-03", "until=2026-01-04"]
    asked += [f"partner={partner.pk}", f"person={person.pk}", "q=رقم 2", "commitment=open&kind=meeting"]
    pages = ["countries/JP", "topics/mining", f"partners/{partner.pk}", f"people/{person.pk}"]
    for page in pages:
        for query in asked:
            context: Any = client.get(f"/{page}/?{query}").context
            shown = [one.pk for one in context["page"].rows]
            assert numbers(client, f"/{page}/engagements?{query}") == shown, (page, query)
    for query in asked:
        everywhere = numbers(client, f"/engagements?{query}")
        assert everywhere == numbers(client, f"/countries/IT/engagements?{query}"), query
    for query in (
        "",
        "country=JP",
        "view=overdue",
        "view=unassigned",
        "due_since=2027-01-01&q=رقم 1",
        "status=done",
    ):
        follow_ups: Any = client.get(f"/follow-ups/?{query}").context
        shown = [one.pk for one in follow_ups["page"].rows]
        assert numbers(client, f"/commitments?{query}") == shown, query
    for query in ("", "q=رقم 3"):
        listed: Any = client.get(f"/partners/?{query}").context
        for name in ("partners", "people"):
            assert set(numbers(client, f"/{name}?{query}")) == {one.pk for one in listed[name]}
    for query in ("", "q=japan", "sort=name"):
        world: Any = client.get(f"/countries/?{query}").context
        codes = [row["code"] for row in body(client, f"/countries?{query}")["results"]]
        assert codes == [row.country.pk for row in world["rows"]]


@pytest.mark.parametrize("path", LISTS)
def test_pages_are_stable_while_records_arrive(
    register: Register, as_role: Callable[[str], Client], path: str
) -> None:
    for number in range(5):
        met(register, f"رقم {number}", date=date(2026, 1, 1 + number // 2))
    client = as_role("viewer")
    at_once = numbers(client, f"{path}?limit=200")
    assert len(at_once) == 5
    found: list[int] = []
    address: str | None = f"{path}?limit=2"
    while address:
        page = body(client, address)
        found += [row["id"] for row in page["results"]]
        assert page["total"] >= 5
        address = page["next"]
        if address:
            assert urlsplit(address).netloc == "testserver"
        met(register, f"جديد {len(found)}", date=date(2026, 2, 1))
    # What came meanwhile stands before the newest, or behind the last number; nothing is shown twice or left out.
    assert found[: len(at_once)] == at_once
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kind=nonsense", "nonsense"),
        ("colour=red", "colour"),
        ("since=yesterday", "From"),
        ("limit=0", "Rows of a page"),
        ("limit=900", "Rows of a page"),
        ("partner=999999", "Partner"),
    ],
)
def test_what_is_not_understood_gives_the_complaints_and_no_rows(
    register: Register, as_role: Callable[[str], Client], query: str, said: str
) -> None:
    register.engagement()
    client = as_role("viewer")
    client.cookies["django_language"] = "en"
    for path in ("/engagements", "/countries/JP/engagements"):
        response = client.get(f"/api/v1{path}?{query}")
        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
        assert said in " ".join(response.json()["errors"])
        assert "results" not in response.json()
    client.cookies["django_language"] = "ar"
    with translation.override("ar"):
        assert client.get(f"/api/v1/engagements?{query}").json()["title"] == translation.gettext(
            "The request was not understood"
        )


@pytest.mark.parametrize(
    "path", ["/commitments?view=x", "/partners?x=1", "/people?after=x", "/countries?sort=x"]
)
def test_other_lists_complain_too(vocabularies: None, as_role: Callable[[str], Client], path: str) -> None:
    response = as_role("viewer").get(f"/api/v1{path}")
    assert (response.status_code, len(response.json()["errors"])) == (400, 1)
