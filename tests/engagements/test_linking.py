"""Names that are alike are proposed, never linked; an alias that was confirmed counts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from arabic.folding import fold
from engagements.models import Partner, Person
from engagements.services import linking

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def proposed(name: str) -> list[str]:
    return [candidate.name for candidate in linking.people_like([name])[name].alike]


@pytest.fixture
def person() -> Person:
    Person.objects.create(name_ar="سالم الورفلي")
    return Person.objects.create(name_ar="أحمد أبو هيبة", name_en="Ahmed Abu Hayba")


@pytest.mark.parametrize(
    "name",
    ["أحمد أبوهيبه", "احمد ابو هيب", "د. أحمد أبوهيبة", "أحمد أبوهيبا"],
    ids=["joined", "cut", "title", "misspelt"],
)
def test_another_spelling_is_proposed(person: Person, name: str) -> None:
    assert proposed(name) == ["أحمد أبو هيبة"]


@pytest.mark.parametrize(
    "name",
    ["أحمد أبو هيبة", "احمد ابو هيبه", "سعاد المنفي", "أحمد", "محمد بن علي", "", "بن"],
    ids=["itself", "itself folded", "another", "a first name", "another family", "nothing", "a particle"],
)
def test_what_is_not_proposed(person: Person, name: str) -> None:
    assert proposed(name) == []


def test_a_brother_scores_lower_than_another_spelling(person: Person) -> None:
    found = linking.people_like(["أحمد أبوهيبا", "محمد أبو هيبة"])
    (spelling,), brother = found["أحمد أبوهيبا"].alike, found["محمد أبو هيبة"]
    assert brother.exact == ()
    assert all(candidate.score < spelling.score for candidate in brother.alike)


def test_a_latin_spelling_is_proposed(person: Person) -> None:
    assert proposed("Ahmad Abu-Hayba") == ["أحمد أبو هيبة"]


def test_a_confirmed_alias_is_known_at_once(person: Person) -> None:
    assert linking.remember_person(person, "  أحمد   أبوهيبا ")
    assert list(Person.objects.known_as(fold("احمد ابوهيبا"))) == [person]
    assert proposed("أحمد أبوهيبا") == [], "it is that person, so nothing needs to be asked"
    assert not linking.remember_person(person, "أحمد أبوهيبا"), "once is enough"
    assert not linking.remember_person(person, "احمد ابو هيبه"), "its own name is no alias"
    assert proposed("احمد ابوهيبة") == ["أحمد أبو هيبة"], "and aliases are compared too"


def test_who_was_merged_away_is_not_proposed(person: Person) -> None:
    gone = Person.objects.create(name_ar="أحمد أبوهيبى الثاني", merged_into=person)
    found = linking.people_like(["احمد ابوهيبى الثان", "أحمد أبوهيبى الثاني"])
    assert gone.pk not in {candidate.pk for each in found.values() for candidate in each.alike}
    assert [each.exact for each in found.values()] == [(), ()]


def test_who_has_the_very_name_is_found_among_hundreds_like_it(person: Person) -> None:
    Person.objects.bulk_create(Person(name_ar=f"أحمد أبو هيبة الثاني {number}") for number in range(300))
    namesake = Person.objects.create(name_ar="احمد ابو هيبه")
    assert linking.people_like(["أحمد أبو هيبة"])["أحمد أبو هيبة"].exact == (person, namesake)


@pytest.mark.parametrize("size", [1, 40])
def test_all_names_are_looked_up_at_once(
    person: Person, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    names = [f"أحمد أبوهيبا {number or ''}" for number in range(size)]
    with django_assert_num_queries(1):
        found = linking.people_like(names)
    assert [each.pk for each in found[names[0]].alike] == [person.pk]


def test_no_name_needs_no_question(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert linking.people_like([]) == {}
        assert linking.partners_like(["", "  "])[""].alike == ()


def test_an_organisation_is_known_exactly_or_proposed_by_likeness() -> None:
    body = Partner.objects.create(kind="company", name_ar="الشركة الأهلية للأسمنت")
    found = linking.partners_like(
        ["الشركة الاهليه للاسمنت المساهمة", "وزارة الصحة", "الشركه الأهليه للاسمنت"]
    )
    assert [[each.pk for each in one.alike] for one in found.values()] == [[body.pk], [], []]
    assert [one.exact for one in found.values()] == [(), (), (body,)]
    assert linking.remember_partner(body, "أهلية الأسمنت")
    assert list(Partner.objects.known_as(fold("اهليه الاسمنت"))) == [body]
