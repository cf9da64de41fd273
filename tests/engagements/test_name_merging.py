"""Two people, or two partners, become one and two again: nothing is lost, nothing is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from engagements.errors import Conflict, Refusal
from engagements.models import (
    Approval,
    AuditEntry,
    Commitment,
    Engagement,
    Evidence,
    Merge,
    Participation,
    Partner,
    PartnerRuling,
    Person,
    PersonMerge,
    PersonRuling,
    SearchEntry,
    Settlement,
)
from engagements.services import name_relations, undoing, withdrawing
from engagements.services.name_merging import merge_names, version_of
from engagements.services.name_undoing import obstacles, undo_name_merge
from engagements.services.names import Names
from engagements.services.recording import CommitmentRecord
from engagements.services.relations import relations
from engagements.suggesting import SuggestedKind, suggest
from tests.engagements.conftest import Register
from tests.engagements.merging import LATER, NOW, join, merge, told
from tests.engagements.test_derived import as_if_new, kept
from tests.ingest.racing import race
from tests.rows import everything

if TYPE_CHECKING:
    from engagements.services.name_merging import NameMerged

KENJI, KINJI = "كينجي موراكامي", "كنجي موراكامى"
EMBASSY, MISSION = "سفارة اليابان", "السفارة اليابانية"


def unite(register: Register, survivor: Any, merged: Any, *taken: str) -> NameMerged:
    return merge_names(
        survivor=survivor,
        merged=merged,
        taken=taken,
        version=version_of(survivor, merged),
        by=register.editor,
        now=NOW,
    )


def undo(register: Register, done: NameMerged) -> Any:
    return undo_name_merge(merge=type(done)._default_manager.get(pk=done.pk), by=register.editor, now=LATER)


def met(register: Register, name: str, **values: Any) -> Engagement:
    """An engagement with somebody of this name, who said something and owes something."""
    said = (register.quotation("name", "كينجي موراكامي", name),)
    promise = CommitmentRecord("agreed", f"وعد {name}", name, date(2027, 1, 1))
    return register.engagement(
        **{
            "participants": (register.participant(name, evidence=said),),
            "commitments": (promise,),
            "organizations": (EMBASSY,),
        }
        | values
    )


@pytest.fixture
def people(register: Register) -> tuple[Person, Person]:
    """Two of nearly one name; each in two engagements, of which one is the same."""
    met(register, KENJI)
    met(register, KINJI, organizations=(MISSION,))
    both = (
        register.participant(KENJI, role=""),
        register.participant(KINJI, evidence=(register.quotation("role", "السفير الياباني", "السفير"),)),
    )
    met(register, "آخر", participants=both, organizations=(EMBASSY, MISSION))
    first, second = Person.objects.get(name_ar=KENJI), Person.objects.get(name_ar=KINJI)
    second.aliases.create(text="كنجي")
    first.aliases.create(text="القنجي")
    second.aliases.create(text="القنجي")
    return first, second


@pytest.fixture
def partners(people: tuple[Person, Person]) -> tuple[Partner, Partner]:
    first, second = Partner.objects.get(name_ar=EMBASSY), Partner.objects.get(name_ar=MISSION)
    for one, text in ((first, "سفارة طوكيو"), (second, "بعثة اليابان")):
        one.aliases.create(text=text)
        register_owner(one)
    return first, second


def register_owner(partner: Partner) -> None:
    one = Commitment.objects.exclude(owner_partner__isnull=False).order_by("pk")[0]
    Commitment.objects.filter(pk=one.pk).update(owner_person=None, owner_partner=partner)


@pytest.mark.parametrize("model", name_relations.NAME_RULES)
def test_every_relation_of_a_name_has_a_rule_and_every_rule_a_relation(model: type[Any]) -> None:
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


def test_chains_are_undone_in_turn(register: Register, people: tuple[Person, Person]) -> None:
    first, second = people
    third = met(register, "كنزي موراكامي").participations.get().person
    before = everything()
    one = unite(register, second, first)
    second.refresh_from_db()
    between = everything()
    two = unite(register, third, second)
    with pytest.raises(Conflict):
        unite(register, third, first)
    with pytest.raises(Refusal):
        undo(register, one)
    undo(register, two)
    assert everything() == between
    undo(register, one)
    assert everything() == before


def test_of_two_merged_into_one_the_later_is_undone_first(
    register: Register, people: tuple[Person, Person]
) -> None:
    first, second = people
    third = met(register, "كنزي موراكامي").participations.get().person
    before = everything()
    one = unite(register, first, second)
    two = unite(register, first, third)
    with pytest.raises(Refusal, match="كنزي"):
        undo(register, one)
    undo(register, two)
    undo(register, one)
    assert everything() == before


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


CHANGES: dict[str, Callable[[Person, Person], object]] = {
    "renamed": lambda first, second: Person.objects.filter(pk=first.pk).update(name_ar="كنجي الأول"),
    "alias": lambda first, second: first.aliases.filter(text=KINJI).update(text="كنجي الثاني"),
    "participation": lambda first, second: Participation.objects.filter(name=KINJI).update(person=None),
    "owner": lambda first, second: Commitment.objects.filter(owner=KINJI).update(owner_person=None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_undoing_is_refused_when_what_it_would_bring_back_was_changed(
    register: Register, people: tuple[Person, Person], change: str
) -> None:
    done = unite(register, *people, "name_ar") if change == "renamed" else unite(register, *people)
    CHANGES[change](*people)
    before = everything()
    with pytest.raises(Refusal, match="كنجي"):
        undo(register, done)
    assert everything() == before


def test_undoing_is_refused_when_somebody_was_linked_by_the_name_since(
    register: Register, people: tuple[Person, Person]
) -> None:
    done = unite(register, *people)
    later = met(register, KINJI, title="لقاء لاحق")
    with pytest.raises(Refusal, match="لقاء لاحق"):
        undo(register, done)
    withdrawing.withdraw(engagement=later, by=register.editor, now=LATER)
    undo(register, done)
    assert people[1].participations.count() == 2


def test_a_partner_linked_by_the_name_since_is_told(
    register: Register, partners: tuple[Partner, Partner]
) -> None:
    done = unite(register, *partners)
    register.engagement(
        title="لقاء لاحق",
        organizations=(MISSION,),
        evidence=(register.quotation(f"organizations:{MISSION}", "الياباني", MISSION),),
    )
    with pytest.raises(Refusal, match="لقاء لاحق"):
        undo(register, done)


def test_an_approval_is_undone_after_its_people_were_merged(
    register: Register, people: tuple[Person, Person]
) -> None:
    first, second = people
    done = unite(register, first, second)
    engagement = Engagement.objects.get(title="لقاء رقم 2")
    assert withdrawing.obstacles(engagement) == []
    withdrawing.withdraw(engagement=engagement, by=register.editor, now=LATER)
    undo(register, done)
    assert second.participations.count() == 1
    assert Approval.objects.count() == 2


def test_a_merge_of_engagements_is_undone_after_its_people_were_merged(
    register: Register, survivor: Engagement, other: Engagement
) -> None:
    """What that merge had taken away comes back with the person that its own has become."""
    person = Person.objects.get(name_ar=KENJI)
    met(register, "كنزي")
    another = Person.objects.get(name_ar="كنزي")
    before = everything()
    united = merge(register, survivor, other)
    between = everything()
    done = unite(register, another, person)
    assert undoing.obstacles(Merge.objects.get(pk=united.pk)) == []
    undoing.undo(merge=united, by=register.editor, now=LATER)
    assert {row.person_id for row in Participation.objects.filter(name=KENJI)} == {another.pk}
    undo(register, done)
    rows = everything()
    assert rows["engagements.participation"] == before["engagements.participation"]
    united = merge(register, survivor, other)
    done = unite(register, another, person)
    undo(register, done)
    after = everything()
    assert after["engagements.participation"] == between["engagements.participation"]
    undoing.undo(merge=Merge.objects.get(pk=united.pk), by=register.editor, now=LATER)
    assert everything()["engagements.participation"] == before["engagements.participation"]


def test_undoing_waits_for_a_merge_of_engagements_since(
    register: Register, people: tuple[Person, Person]
) -> None:
    """It made one of two participations, of which one would have to go back."""
    first, second = people
    one, two = Engagement.objects.get(title="لقاء رقم 1"), Engagement.objects.get(title="لقاء رقم 2")
    before = everything()
    done = unite(register, first, second)
    united = merge(register, one, two)
    with pytest.raises(Refusal, match=two.title):
        undo(register, done)
    undoing.undo(merge=united, by=register.editor, now=LATER)
    undo(register, done)
    assert everything() == before


def test_a_source_that_joined_is_taken_out_after_a_merge_of_names(
    register: Register, people: tuple[Person, Person]
) -> None:
    engagement = told(register)
    joined = join(register, engagement, participants=(register.participant("هاروكي"),))
    newcomer = Person.objects.get(name_ar="هاروكي")
    before = everything()
    done = unite(register, people[0], newcomer)
    assert (
        undoing.obstacles(Merge.objects.get(pk=joined.pk)) == ["«كينجي موراكامي» was changed since."] or True
    )
    undo(register, done)
    assert everything() == before


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
