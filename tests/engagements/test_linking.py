"""Names that are alike are proposed, never linked; an alias that was confirmed counts at once."""

from __future__ import annotations

import pytest

from arabic.folding import fold
from engagements.models import Partner, Person
from engagements.services import linking

pytestmark = pytest.mark.django_db


def proposed(name: str) -> list[str]:
    return [candidate.name for candidate in linking.people_like(name)]


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
    spelling = linking.people_like("أحمد أبوهيبا")[0].score
    brother = [candidate.score for candidate in linking.people_like("محمد أبو هيبة")]
    assert all(score < spelling for score in brother)


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
    assert gone.pk not in {candidate.pk for candidate in linking.people_like("احمد ابوهيبى الثان")}


def test_organisations() -> None:
    body = Partner.objects.create(kind="company", name_ar="الشركة الأهلية للأسمنت")
    assert [each.pk for each in linking.partners_like("الشركة الاهليه للاسمنت المساهمة")] == [body.pk]
    assert linking.partners_like("وزارة الصحة") == []
    assert linking.remember_partner(body, "أهلية الأسمنت")
    assert list(Partner.objects.known_as(fold("اهليه الاسمنت"))) == [body]
