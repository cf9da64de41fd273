"""Two people, or two partners, become one and two again: nothing is lost, nothing is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Model

from engagements.errors import Conflict, Refusal
from engagements.models import (
    AuditEntry,
    Commitment,
    Engagement,
    Evidence,
    Participation,
    Partner,
    PartnerRuling,
    Person,
    PersonMerge,
    PersonRuling,
    SearchEntry,
    Settlement,
)
from engagements.names.suggesting import SuggestedKind, suggest
from engagements.services import name_relations
from engagements.services.name_merging import merge_names, version_of
from engagements.services.name_undoing import obstacles, undo_name_merge
from engagements.services.names import Names
from engagements.services.relations import relations
from tests.engagements.conftest import Register
from tests.engagements.merging import LATER, NOW
from tests.engagements.test_derived import as_if_new, kept
from tests.engagements.uniting import KENJI, KINJI, MISSION, met, undo, unite
from tests.ingest.racing import race
from tests.rows import everything


@pytest.mark.parametrize("model", name_relations.NAME_RULES)
def test_every_relation_of_a_name_has_a_rule_and_every_rule_a_relation(model: type[Model]) -> None:
    """Who adds a foreign key to a name, in whichever app, decides here what a merge does with it."""
    assert relations(model).keys() == name_relations.NAME_RULES[model].keys()


@pytest.mark.parametrize("name", sorted(name_relations.NAME_RULES[Person]))
def test_a_relation_without_a_rule_stops_the_merge(
    register: Register, people: tuple[Person, Person], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, version = everything(), version_of(*people)
    monkeypatch.delitem(name_relations.NAME_RULES[Person], name)
    with pytest.raises(Refusal, match=name):
        merge_names(
            survivor=people[0], merged=people[1], taken=(), version=version, by=register.editor, now=NOW
        )
    assert everything() == before


def test_everything_of_a_person_moves(register: Register, people: tuple[Person, Person]) -> None:
    first, second = people
    rows = Evidence.objects.count()
    unite(register, first, second)
    second.refresh_from_db()
    assert second.merged_into == first
    assert not second.participations.exists()
    assert not Commitment.objects.filter(owner_person=second).exists()
    assert first.participations.count() == 3, "in one engagement the two were one"
    assert first.participations.get(engagement__title="لقاء رقم 3").role == "السفير"
    assert {alias.text for alias in first.aliases.all()} == {"القنجي", "كنجي", KINJI}
    assert first.aliases.get(text=KINJI).origin == "merge"
    assert Evidence.objects.count() == rows
    lines = AuditEntry.objects.filter(action="merged")
    assert [(line.subject_type, line.subject_id) for line in lines] == [("person", first.pk)]
    assert lines[0].changes["merged_name"] == [None, f"{KINJI} ({second.pk})"]


def test_everything_of_a_partner_moves(register: Register, partners: tuple[Partner, Partner]) -> None:
    first, second = partners
    unite(register, first, second)
    assert first.engagements.count() == 3
    assert not Engagement.objects.filter(partners=second).exists()
    assert Commitment.objects.filter(owner_partner=first).count() == 2
    assert {alias.text for alias in first.aliases.all()} == {"سفارة طوكيو", "بعثة اليابان", MISSION}


def test_the_columns_that_were_chosen_hold_and_what_one_lacks_comes_from_the_other(
    register: Register, people: tuple[Person, Person]
) -> None:
    first, second = people
    Person.objects.filter(pk=first.pk).update(country=None)
    Person.objects.filter(pk=second.pk).update(name_en="Kenji Murakami")
    first.refresh_from_db()
    second.refresh_from_db()
    unite(register, first, second, "name_ar")
    first.refresh_from_db()
    assert (first.name_ar, first.name_en, first.country_id) == (KINJI, "Kenji Murakami", "JP")
    assert {alias.text for alias in first.aliases.all()} == {"القنجي", "كنجي", KENJI}


@pytest.mark.parametrize("taken", [(), ("name_ar", "country_id", "kind")])
@pytest.mark.parametrize("kind", ["people", "partners"])
def test_undoing_restores_both_exactly(
    register: Register, request: pytest.FixtureRequest, kind: str, taken: tuple[str, ...]
) -> None:
    first, second = request.getfixturevalue(kind)
    rulings: Any = PersonRuling if kind == "people" else PartnerRuling
    third = type(first).objects.create(name_ar="ثالث")
    fourth = type(first).objects.create(name_ar="رابع")
    for other in (third, fourth):
        rulings.objects.create(first=second, second=other, verdict="different", by=register.editor, at=NOW)
    rulings.objects.create(
        first=first, second=third, verdict="later", until=date(2027, 1, 1), by=register.editor, at=NOW
    )
    if kind == "people":
        part = Participation.objects.get(engagement__title="لقاء رقم 3", person=second)
        Settlement.objects.create(
            engagement=part.engagement,
            participation=part,
            field="role",
            value="x",
            values=[],
            by=register.editor,
            at=NOW,
        )
    before, trail = everything(), AuditEntry.objects.count()
    done = unite(register, first, second, *taken)
    assert everything() != before
    assert {(row.first_id, row.second_id, row.verdict) for row in rulings.objects.all()} == {
        (first.pk, third.pk, "different"),
        (first.pk, fourth.pk, "different"),
    }
    assert obstacles(done) == []
    undo(register, done)
    assert everything() == before
    assert AuditEntry.objects.count() == trail + 2


@pytest.mark.parametrize("taken", [(), ("name_ar",)])
@pytest.mark.parametrize("kind", ["people", "partners"])
def test_what_the_database_derives_follows(
    register: Register, request: pytest.FixtureRequest, kind: str, taken: tuple[str, ...]
) -> None:
    first, second = request.getfixturevalue(kind)
    was, words = kept(), searched()
    done = unite(register, first, second, *taken)
    assert kept() == as_if_new()
    assert searched() == searched_anew()
    assert kept() != was
    undo(register, done)
    assert kept() == was == as_if_new()
    assert searched() == words == searched_anew()


def searched() -> list[Any]:
    return sorted(SearchEntry.objects.values_list("what", "number", "of", "day", "hidden", "words"))


def searched_anew() -> list[Any]:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        SearchEntry.objects.exclude(what="s").delete()
        cursor.execute("SELECT sijill_index(array_agg(id)) FROM engagements_engagement")
        return searched()


def test_a_merged_name_is_suggested_and_linked_no_more(
    register: Register, people: tuple[Person, Person]
) -> None:
    first, second = people
    unite(register, first, second)
    found = suggest(SuggestedKind.PERSON, "كنجي", register.editor)
    assert [one.value for one in found] == [str(first.pk)]
    assert met(register, KINJI).participations.get().person == first


def test_a_name_is_not_merged_with_itself_or_twice(register: Register, people: tuple[Person, Person]) -> None:
    first, second = people
    with pytest.raises(Conflict):
        unite(register, first, first)
    done = unite(register, first, second)
    with pytest.raises(Conflict):
        unite(register, first, second)
    undo(register, done)
    with pytest.raises(Conflict):
        undo_name_merge(merge=done, by=register.editor, now=LATER)


def test_what_was_changed_since_it_was_looked_at_is_a_conflict(
    register: Register, people: tuple[Person, Person]
) -> None:
    first, second = people
    version = version_of(first, second)
    second.aliases.create(text="كينزي")
    with pytest.raises(Conflict):
        merge_names(survivor=first, merged=second, taken=(), version=version, by=register.editor, now=NOW)


def test_the_ministry_itself_stays_of_the_home_country(register: Register) -> None:
    own = Names().partner(next(iter(settings.HOME_MINISTRIES)), country=None)
    same = Partner.objects.create(name_ar="الوزارة")
    abroad = Partner.objects.create(name_ar="وزارة أخرى", country_id="JP")
    with pytest.raises(Refusal):
        unite(register, own, abroad, "country_id")
    unite(register, same, own)
    same.refresh_from_db()
    assert same.country_id == settings.HOME_COUNTRY


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_at_once_one_is_told(register: Register, people: tuple[Person, Person]) -> None:
    first, second = people
    version = version_of(first, second)

    def act(survivor: Person, merged: Person) -> Callable[[], object]:
        return lambda: merge_names(
            survivor=survivor, merged=merged, taken=(), version=version, by=register.editor, now=NOW
        )

    lost = race(act(first, second), act(second, first), act(first, second))
    assert [type(words) for words in lost] == [Conflict, Conflict]
    assert PersonMerge.objects.count() == 1
    assert Person.objects.current().filter(pk__in=[first.pk, second.pk]).count() == 1
    assert kept() == as_if_new()
    done = PersonMerge.objects.get()
    lost = race(*[lambda: undo_name_merge(merge=done, by=register.editor, now=LATER)] * 2)
    assert [type(words) for words in lost] == [Conflict]
    assert Person.objects.current().filter(pk__in=[first.pk, second.pk]).count() == 2
