"""The pages on which two names become one, and two again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engagements.models import Engagement, Participation, Partner, Person, PersonMerge, PersonRuling
from engagements.services import name_relations
from engagements.services.names import Names
from tests.engagements.names.conftest import KENJI, KINJI, met
from tests.rows import everything

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.engagements.conftest import Register


def address(one: Person, other: Person) -> str:
    return f"/people/{one.pk}/merge/{other.pk}/"


def sent(client: Client, one: Person, other: Person) -> dict[str, Any]:
    """What a browser would send of the preview if nothing was touched."""
    return {bound.html_name: bound.value() for bound in client.get(address(one, other)).context["form"]}


def test_the_other_is_found_by_likeness_name_or_number(
    registrar: Client, register: Register, first: Person, second: Person
) -> None:
    far = met(register, "هاروكي تاناكا")
    page = f"/people/{first.pk}/merge/"

    def found(**query: Any) -> list[int]:
        return [number for number, _traits in registrar.get(page, query).context["others"]]

    assert found() == [second.pk]
    assert found(q="تاناكا") == [far.pk]
    assert found(q="tanaka") == [far.pk]
    assert found(q=str(far.pk)) == [far.pk]
    assert found(q=str(first.pk)) == []
    assert found(q="9" * 30) == []


def test_the_preview_shows_all_that_moves_and_does_nothing(
    registrar: Client, register: Register, first: Person, second: Person
) -> None:
    second.aliases.create(text="القنجي")
    Person.objects.filter(pk=second.pk).update(country="IT", name_en="Kenji")
    before = everything()
    answer = registrar.get(address(first, second))
    html = answer.content.decode()
    for words in (KENJI, KINJI, "القنجي", "لقاء الثاني", f"وعد {KINJI}"):
        assert words in html
    values = {value.column: (value.free, value.theirs_hold) for value in answer.context["preview"].values}
    assert values == {"name_ar": (True, False), "name_en": (False, True), "country_id": (True, False)}
    assert everything() == before


def test_who_took_part_beside_each_other_are_likely_two(
    registrar: Client, register: Register, first: Person, second: Person
) -> None:
    assert not any(one.warning for one in registrar.get(address(first, second)).context["preview"].moving)
    beside = (register.participant(KENJI), register.participant(KINJI))
    register.engagement(participants=beside, title="لقاء الاثنين")
    warned = [one for one in registrar.get(address(first, second)).context["preview"].moving if one.warning]
    assert [[example.text for example in one.examples] for one in warned] == [["لقاء الاثنين"]]


def test_restricted_engagements_are_neither_counted_nor_named(
    registrar: Client, register: Register, first: Person, second: Person
) -> None:
    engagement = Engagement.objects.get(title="لقاء الثاني")
    met(register, KINJI, title="لقاء آخر")
    Engagement.objects.filter(pk=engagement.pk).update(confidentiality="restricted")
    answer = registrar.get(address(first, second))
    assert "لقاء الثاني" not in answer.content.decode()
    assert answer.context["preview"].moving[0].number == 1
    registrar.post(address(first, second), sent(registrar, first, second))
    assert Participation.objects.get(engagement=engagement).person == first, "it moves all the same"


def test_merged_it_leads_to_the_survivor_and_is_in_no_list(
    registrar: Client, as_role: Callable[[str], Client], first: Person, second: Person
) -> None:
    data = sent(registrar, first, second) | {"name_ar": "theirs"}
    answer = registrar.post(address(first, second), data)
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{first.pk}/")
    first.refresh_from_db()
    assert first.name_ar == KINJI
    viewer = as_role("viewer")
    answer = viewer.get(f"/people/{second.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{first.pk}/")
    for page in ("/partners/", "/partners/?q=كنجي", "/search/?q=كنجي", "/countries/JP/"):
        assert f'/people/{second.pk}/"' not in viewer.get(page).content.decode(), page
    found = viewer.get("/suggest/", {"q": "كنجي", "kind": "person"}).json()["suggestions"]
    assert [one["value"] for one in found] == [str(first.pk)]


def test_a_chain_leads_to_its_end(
    registrar: Client, register: Register, first: Person, second: Person
) -> None:
    third = met(register, "كنزي موراكامي")
    registrar.post(address(second, first), sent(registrar, second, first))
    registrar.post(address(third, second), sent(registrar, third, second))
    answer = registrar.get(f"/people/{first.pk}/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/people/{third.pk}/"
    assert Person.objects.all().now_known_as([first.pk, second.pk, third.pk]) == {
        first.pk: third.pk,
        second.pk: third.pk,
    }


def test_a_list_filtered_by_a_merged_name_goes_on_to_what_it_is_now(
    registrar: Client, first: Person, second: Person
) -> None:
    page = f"/countries/JP/?kind=meeting&person={second.pk}&person={first.pk}"
    assert registrar.get(page).status_code == 200
    registrar.post(address(first, second), sent(registrar, first, second))
    answer = registrar.get(page)
    there = f"/countries/JP/?kind=meeting&person={first.pk}"
    assert (answer.status_code, answer["Location"]) == (302, there)
    assert registrar.get(there).context["page"].total == 3
    for odd in ("person=x", f"person={'9' * 40}", "person=", "person=²"):
        assert registrar.get(f"/countries/JP/?{odd}").status_code == 200, odd


def test_what_was_changed_or_merged_meanwhile_is_a_conflict(
    registrar: Client, register: Register, first: Person, second: Person
) -> None:
    data = sent(registrar, first, second)
    second.aliases.create(text="القنجي")
    assert registrar.post(address(first, second), data).status_code == 409
    data = sent(registrar, first, second)
    assert registrar.post(address(first, second), data).status_code == 302
    assert registrar.post(address(first, second), data).status_code == 404
    assert registrar.get(address(first, first))["Location"] == f"/people/{first.pk}/merge/"


def test_a_relation_without_a_rule_is_said(
    registrar: Client, first: Person, second: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(name_relations.NAME_RULES[Person], "participations")
    answer = registrar.get(address(first, second))
    assert answer.status_code == 409
    assert "participations" in answer.content.decode()


def test_undone_on_its_page_or_refused_with_reasons(
    registrar: Client, register: Register, first: Person, second: Person
) -> None:
    before = everything()
    registrar.post(address(first, second), sent(registrar, first, second))
    page = PersonMerge.objects.get().get_absolute_url()
    assert page in registrar.get(f"/people/{first.pk}/").content.decode()
    later = met(register, KINJI, title="لقاء لاحق")
    assert later == first
    assert "لقاء لاحق" in registrar.get(page).content.decode()
    assert registrar.post(page).status_code == 409
    Participation.objects.filter(engagement__title="لقاء لاحق").update(name="فلان")
    Engagement.objects.get(title="لقاء لاحق").commitments.update(owner="فلان")
    answer = registrar.post(page)
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{second.pk}/")
    rows = everything()
    assert rows["engagements.person"] == before["engagements.person"]
    assert registrar.get(page).status_code == 404


@pytest.mark.parametrize("role", ["viewer", "editor", "manager"])
def test_who_may_not_keep_names_is_refused(
    as_role: Callable[[str], Client], first: Person, second: Person, role: str
) -> None:
    client = as_role(role)
    low, high = sorted((first.pk, second.pk))
    for page in (
        address(first, second),
        f"/people/{first.pk}/merge/",
        f"/people/{first.pk}/spellings/",
        "/duplicates/",
    ):
        assert client.get(page).status_code == 403, page
    for page in (address(first, second), f"/duplicates/people/{low}/{high}/", "/duplicates/people/look/"):
        assert client.post(page, {"verdict": "different"}).status_code == 403, page
    assert f"/people/{first.pk}/spellings/" not in client.get(f"/people/{first.pk}/").content.decode()


@pytest.mark.parametrize("others", [1, 12])
def test_the_preview_costs_the_same_however_much_moves(
    registrar: Client,
    register: Register,
    django_assert_max_num_queries: Callable[..., Any],
    others: int,
) -> None:
    names = Names()
    one = names.partner("شركة هوكوتو", country="JP")
    other = names.partner("شركة هوكتو", country="JP")
    for _ in range(others):
        register.engagement(organizations=("شركة هوكتو",), date=date(2026, 1, 1))
    with django_assert_max_num_queries(45):
        answer = registrar.get(f"/partners/{one.pk}/merge/{other.pk}/")
    assert answer.context["preview"].moving[0].number == others
    assert Partner.objects.count() == 2
    assert not PersonRuling.objects.exists()
