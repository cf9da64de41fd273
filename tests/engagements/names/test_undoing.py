"""A merge of names is undone unless something was built on it, and does not stand in the way of other undoing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db.models import Sum

from engagements.errors import Conflict, Refusal
from engagements.models import (
    Approval,
    Commitment,
    Engagement,
    KeptShelf,
    Merge,
    Participation,
    Partner,
    Person,
    Tally,
)
from engagements.services import undoing, withdrawing
from engagements.shelves.tallies import keep_long, recount
from tests.engagements.conftest import Register
from tests.engagements.merging import LATER, join, merge, told
from tests.engagements.uniting import KENJI, KINJI, MISSION, met, undo, unite
from tests.rows import everything


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


def test_shelves_whose_figures_are_kept_are_right_after_a_merge_and_after_its_undoing(
    register: Register, people: tuple[Person, Person]
) -> None:
    keep_long(longest=0)
    shelves = set(KeptShelf.objects.values_list("pk", flat=True))
    assert {f"q{one.pk}" for one in people} <= shelves, "or nothing is looked at"
    before = tallied()
    done = unite(register, *people)
    assert recount() == 0, "the merge wrote each figure as it would be counted anew"
    assert tallied() != before
    undo(register, done)
    assert recount() == 0
    assert tallied() == before


def tallied() -> dict[tuple[str, ...], int]:
    """What is kept of the shelves of people."""
    rows = Tally.objects.filter(shelf__startswith="q").values_list("shelf", "what", "key", "hidden")
    summed = rows.annotate(total=Sum("n")).exclude(total=0)
    return {tuple(map(str, key)): total for *key, total in summed}


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
