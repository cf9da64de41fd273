"""Two engagements become one and two again; a source joins and is taken out: nothing is lost, nothing is left."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engagements.errors import Conflict, Refusal
from engagements.models import (
    AuditEntry,
    Commitment,
    Engagement,
    Evidence,
    Person,
    Settlement,
)
from engagements.services import relations
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.merging import Unification, merge_engagements, version_of
from engagements.services.undoing import obstacles, undo
from tests.engagements.conftest import Register
from tests.engagements.merging import LATER, NOW, join, merge, told
from tests.rows import everything

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import User


def test_every_relation_has_a_rule_and_every_rule_a_relation() -> None:
    """Who adds a relation decides here what a merge does with it; until then every merge is refused."""
    assert relations.relations(Engagement).keys() == relations.RULES.keys()
    for model, known in relations.PART_RELATIONS.items():
        assert relations.relations(model).keys() == known


@pytest.mark.parametrize("name", sorted(relations.RULES))
def test_a_relation_without_a_rule_stops_the_merge(
    register: Register,
    survivor: Engagement,
    other: Engagement,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, version = everything(), version_of(survivor, other)
    monkeypatch.delitem(relations.RULES, name)
    with pytest.raises(Refusal, match=name):
        merge_engagements(
            survivor=survivor,
            merged=other,
            unification=Unification(),
            version=version,
            by=register.editor,
            now=NOW,
        )
    assert everything() == before


def test_everything_moves_and_nothing_is_lost(
    register: Register, survivor: Engagement, other: Engagement
) -> None:
    evidence, people = Evidence.objects.count(), Person.objects.count()
    theirs = set(other.sources.all())
    merge(register, survivor, other)
    survivor.refresh_from_db()
    other.refresh_from_db()
    assert other.merged_into == survivor
    assert theirs < set(survivor.sources.all())
    assert survivor.summary == "خلاصة"
    assert survivor.date == date(2026, 11, 18)
    assert {country.pk for country in survivor.partner_countries.all()} == {"JP", "IT"}
    assert {topic.pk for topic in survivor.topics.all()} == {"mining", "training"}
    assert survivor.partners.count() == 2
    assert survivor.commitments.count() == 2
    assert [one.name for one in survivor.participations.all()] == ["كينجي موراكامي", "", "آيا تاناهاشي"]
    assert survivor.participations.first().organization == "السفارة"  # type: ignore[union-attr]
    assert survivor.evidence.count() == Evidence.objects.count() == evidence
    assert Person.objects.count() == people
    for name, rule in relations.RULES.items():
        if rule is not relations.Rule.STAY:
            assert not relations.rows(name, other.pk).exists(), name
    assert survivor.disputed == 1, "the day"


def test_each_of_the_two_has_its_line_in_the_trail(
    register: Register, survivor: Engagement, other: Engagement
) -> None:
    merge(register, survivor, other)
    lines = {entry.subject_id: entry.changes for entry in AuditEntry.objects.filter(action="merged")}
    assert lines[survivor.pk]["merged"][1].startswith(other.title)
    assert lines[survivor.pk]["summary"] == [None, "خلاصة"]
    assert lines[other.pk]["merged_into"][1].startswith(survivor.title)


def test_undoing_restores_both_exactly(register: Register, survivor: Engagement, other: Engagement) -> None:
    ours, theirs = survivor.commitments.get(), other.commitments.get()
    office = survivor.participations.get(name="")
    Settlement.objects.create(
        engagement=other, field="date", value="2026-11-17", values=["2026-11-17"], by=register.editor, at=NOW
    )
    Settlement.objects.create(
        engagement=other,
        commitment=theirs,
        field="text",
        value=theirs.text,
        values=[],
        by=register.editor,
        at=NOW,
    )
    newcomer = other.participations.get(name="آيا تاناهاشي")
    Settlement.objects.create(
        engagement=other,
        participation=newcomer,
        field="role",
        value="x",
        values=[],
        by=register.editor,
        at=NOW,
    )
    before = everything()
    done = merge(
        register,
        survivor,
        other,
        commitments={theirs.pk: ours.pk},
        participations={newcomer.pk: office.pk},
    )
    assert not Commitment.objects.filter(pk=theirs.pk).exists()
    assert done.unified == [theirs.pk]
    office.refresh_from_db()
    assert (office.name, office.role) == ("آيا تاناهاشي", "وكيل الوزارة")
    trail = AuditEntry.objects.count()
    assert obstacles(done) == []
    undo(merge=done, by=register.editor, now=LATER)
    assert everything() == before
    assert AuditEntry.objects.count() == trail + 2


def test_merges_are_undone_in_turn(register: Register, survivor: Engagement, other: Engagement) -> None:
    third = told(register, promise="إنشاء مختبر")
    before = everything()
    first = merge(register, survivor, other)
    between = everything()
    second = merge(register, third, survivor)
    with pytest.raises(Refusal, match=r"."):
        undo(merge=first, by=register.editor, now=LATER)
    undo(merge=second, by=register.editor, now=LATER)
    assert everything() == between
    undo(merge=first, by=register.editor, now=LATER)
    assert everything() == before


def test_what_was_done_about_either_follow_up_is_kept(
    register: Register, survivor: Engagement, other: Engagement, account: Callable[..., User]
) -> None:
    manager = account("manager")
    ours, theirs = survivor.commitments.get(), other.commitments.get()
    change = CommitmentChange("in_progress", "الوزارة", manager, date(2027, 2, 1), "")
    change_commitment(commitment=theirs, change=change, by=manager, now=NOW)
    merge(register, survivor, other, commitments={theirs.pk: ours.pk})
    ours.refresh_from_db()
    assert (ours.status, ours.owner, ours.assignee, ours.due_on) == (
        "in_progress",
        "الوزارة",
        manager,
        date(2027, 2, 1),
    )
    assert ours.text == "تدريب عشرين فنيًا"
    assert {one.value for one in ours.evidence.all()} == {"تدريب عشرين فنيًا", "تدريب 24 فنيا"}


def test_a_follow_up_that_moved_keeps_what_happens_to_it_when_the_merge_is_undone(
    register: Register, survivor: Engagement, other: Engagement, account: Callable[..., User]
) -> None:
    done = merge(register, survivor, other)
    moved = survivor.commitments.get(text="تدريب 24 فنيا")
    manager = account("manager")
    change = CommitmentChange("done", "", None, None, "")
    change_commitment(commitment=moved, change=change, by=manager, now=LATER)
    undo(merge=done, by=register.editor, now=LATER)
    moved.refresh_from_db()
    assert (moved.engagement, moved.status) == (other, "done")


def test_undoing_is_refused_when_a_unified_follow_up_went_on(
    register: Register, survivor: Engagement, other: Engagement, account: Callable[..., User]
) -> None:
    ours, theirs = survivor.commitments.get(), other.commitments.get()
    done = merge(register, survivor, other, commitments={theirs.pk: ours.pk})
    manager = account("manager")
    change = CommitmentChange("done", "", None, None, "")
    ours.refresh_from_db()
    change_commitment(commitment=ours, change=change, by=manager, now=LATER)
    before = everything()
    with pytest.raises(Refusal, match=ours.text):
        undo(merge=done, by=register.editor, now=LATER)
    assert everything() == before


def test_undoing_is_refused_when_another_source_speaks_of_what_moved(
    register: Register, survivor: Engagement, other: Engagement
) -> None:
    done = merge(register, survivor, other)
    newcomer = register.participant(
        "آيا تاناهاشي", evidence=(register.quotation("name", "كينجي", "آيا تاناهاشي"),)
    )
    joined = join(register, survivor, participants=(newcomer,))
    with pytest.raises(Refusal, match="آيا تاناهاشي"):
        undo(merge=done, by=register.editor, now=LATER)
    undo(merge=joined, by=register.editor, now=LATER)
    undo(merge=done, by=register.editor, now=LATER)
    assert Engagement.objects.current().count() == 2


def test_undoing_is_refused_when_a_disagreement_was_settled_since(
    register: Register, survivor: Engagement, other: Engagement
) -> None:
    done = merge(register, survivor, other)
    Settlement.objects.create(
        engagement=survivor, field="date", value="2026-11-17", values=[], by=register.editor, at=LATER
    )
    with pytest.raises(Refusal, match="2026-11-17"):
        undo(merge=done, by=register.editor, now=LATER)


def test_a_merge_is_undone_once(register: Register, survivor: Engagement, other: Engagement) -> None:
    done = merge(register, survivor, other)
    undo(merge=done, by=register.editor, now=LATER)
    with pytest.raises(Conflict):
        undo(merge=done, by=register.editor, now=LATER)


def test_what_was_changed_since_it_was_looked_at_is_a_conflict(
    register: Register, survivor: Engagement, other: Engagement
) -> None:
    version = version_of(survivor, other)
    join(register, other, participants=(register.participant("ريو"),))
    arguments: dict[str, Any] = {"survivor": survivor, "merged": other, "by": register.editor, "now": NOW}
    with pytest.raises(Conflict):
        merge_engagements(unification=Unification(), version=version, **arguments)
    with pytest.raises(Conflict):
        merge(register, survivor, other, commitments={999_999: survivor.commitments.get().pk})
    with pytest.raises(Conflict):
        merge(register, survivor, survivor)


def test_what_is_restricted_stays_restricted(
    register: Register, survivor: Engagement, other: Engagement
) -> None:
    Engagement.objects.filter(pk=other.pk).update(confidentiality="restricted")
    done = merge(register, survivor, other)
    survivor.refresh_from_db()
    assert survivor.confidentiality == "restricted"
    undo(merge=done, by=register.editor, now=LATER)
    survivor.refresh_from_db()
    assert survivor.confidentiality == "open"
