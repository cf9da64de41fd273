"""A timeline by its address: several choices of one filter, and the way to any year and month."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from engagements.models import Partner, Person

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.test import Client

    from engagements.models import Engagement
    from tests.engagements.conftest import Register

JAPAN = "/countries/JP/"


def test_choices_of_one_filter_are_added_and_filters_narrow_each_other(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    def one(name: str, kind: str) -> Engagement:
        return register.engagement(
            register.source(outlet=f"وكالة {name}"),
            kind=kind,
            organizations=(f"شركة {name}",),
            participants=(register.participant(f"فلان {name}"),),
        )

    first, second, third = one("أولى", "call"), one("ثانية", "visit"), one("ثالثة", "visit")
    client = as_role("viewer")

    def found(**asked: Sequence[str | int]) -> set[Engagement]:
        context = client.get(JAPAN, asked).context
        assert context["complaints"] == []
        assert context["page"].total == len(context["page"].rows)
        return set(context["page"].rows)

    partners = [Partner.objects.get(name_ar=f"شركة {name}").pk for name in ("أولى", "ثانية")]
    people = [Person.objects.get(name_ar=f"فلان {name}").pk for name in ("ثانية", "ثالثة")]
    outlets = ["وكالة أولى", "وكالة ثالثة"]
    assert found(partner=partners) == {first, second}
    assert found(person=people) == {second, third}
    assert found(outlet=outlets) == {first, third}
    assert found(kind=["call", "visit"], partner=partners) == {first, second}
    assert found(partner=partners, person=people) == {second}
    assert found(partner=partners, outlet=outlets, kind=["call"]) == {first}
    assert found(partner=partners[1:], outlet=outlets) == set()


def test_what_is_picked_is_told_by_name_and_survives_the_switch_of_language(
    register: Register, as_role: Callable[[str], Client]
) -> None:
    for name in ("شركة أولى", "شركة ثانية"):
        register.engagement(organizations=(name,))
    partners = [one.pk for one in Partner.objects.order_by("pk")]
    client = as_role("viewer")
    address = f"{JAPAN}?partner={partners[0]}&partner={partners[1]}&kind=meeting"
    context = client.get(address).context
    assert [choice.value for choice in context["partner_choices"] if choice.picked] == [
        str(number) for number in partners
    ]
    assert any("شركة أولى" in token.label and "شركة ثانية" in token.label for token in context["tokens"])
    switched = client.post(reverse("set_language"), {"language": "en", "next": address})
    assert switched["Location"] == address


@pytest.fixture
def years(register: Register) -> dict[str, Engagement]:
    days = ("2019-12-31", "2020-01-01", "2020-02-29", "2022-07-15", "2022-07-16", "2022-12-31")
    rows = {day: register.engagement(date=date.fromisoformat(day)) for day in days}
    rows["undated"] = register.engagement(date=None, date_precision="none")
    return rows


def test_the_index_leads_to_each_year_and_month(
    years: dict[str, Engagement], as_role: Callable[[str], Client]
) -> None:
    client = as_role("viewer")
    index = client.get(JAPAN).context["index"]
    assert [(jump.name, jump.count, jump.here) for jump in index.years] == [
        ("2022", 3, True),
        ("2020", 2, False),
        ("2019", 1, False),
    ]
    begins = {jump.name: client.get(JAPAN + jump.query).context["page"].rows[0] for jump in index.years}
    assert begins == {"2022": years["2022-12-31"], "2020": years["2020-02-29"], "2019": years["2019-12-31"]}
    assert [(jump.count, jump.here) for jump in index.months] == [(1, True), (2, False)]
    july = client.get(JAPAN + index.months[1].query).context
    assert july["page"].rows[0] == years["2022-07-16"]
    assert july["page"].newer_query
    assert [(jump.count, jump.here) for jump in july["index"].months] == [(1, False), (2, True)]


def test_the_index_keeps_the_filters_and_their_period(
    years: dict[str, Engagement], as_role: Callable[[str], Client]
) -> None:
    client = as_role("viewer")
    page = client.get(f"{JAPAN}?kind=meeting&since=2020-02-01&until=2022-07-31").context
    assert [(jump.name, jump.count) for jump in page["index"].years] == [("2022", 2), ("2020", 1)]
    assert page["index"].years[1].query.startswith("?kind=meeting&since=2020-02-01&until=2022-07-31&after=")
    rows = client.get(JAPAN + page["index"].years[1].query).context["page"].rows
    assert rows == [years["2020-02-29"]]


def test_the_index_of_the_last_year_there_is(register: Register, as_role: Callable[[str], Client]) -> None:
    register.engagement(date=date(9999, 12, 31))
    register.engagement(date=date(2020, 1, 1))
    client = as_role("viewer")
    for jump in client.get(JAPAN).context["index"].years:
        assert client.get(JAPAN + jump.query).status_code == 200


def test_a_jump_behind_the_last_one_leads_back(
    years: dict[str, Engagement], as_role: Callable[[str], Client]
) -> None:
    answer = as_role("viewer").get(f"{JAPAN}?kind=meeting&after=2001-01-01~0&since=2000-01-01")
    assert answer.context["page"].rows == []
    assert 'href="?kind=meeting&amp;since=2000-01-01"' in answer.content.decode()
