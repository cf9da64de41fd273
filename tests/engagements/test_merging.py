"""Two engagements become one and two again; a source joins and is taken out: nothing is lost, nothing is left."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from engagements.errors import Conflict, Refusal
from engagements.models import (
    AuditEntry,
    Commitment,
    Engagement,
    Evidence,
    Merge,
    Participation,
    Person,
    Settlement,
)
from engagements.services import relations
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.merging import Unification, merge_engagements, version_of
from engagements.services.recording import CommitmentRecord, add_source
from engagements.services.undoing import obstacles, undo
from tests.engagements.conftest import Register
from tests.rows import everything

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import User

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def told(register: Register, **values: Any) -> Engagement:
    """An engagement with something in every relation."""
    outlet = values.pop("outlet", "المكتب الإعلامي")
    text = values.pop("promise", "تدريب عشرين فنيًا")
    return register.engagement(
        register.source(outlet=outlet),
        **{
            "topics": ("training",),
            "organizations": ("سفارة اليابان",),
            "participants": (
                register.participant(
                    "كينجي موراكامي", evidence=(register.quotation("name", "كينجي موراكامي"),)
                ),
                register.participant("", role="وكيل الوزارة", side="home", country="LY"),
            ),
            "commitments": (
                CommitmentRecord(
                    "agreed", text, "", None, (register.quotation("text", "تدريب عشرين فنيًا", text),)
                ),
            ),
            "evidence": (
                register.quotation("date", "الأربعاء", "2026-11-18"),
                register.quotation("topics:training", "تدريب", "training"),
            ),
        }
        | values,
    )


@pytest.fixture
def survivor(register: Register) -> Engagement:
    return told(register, summary="")


@pytest.fixture
def other(register: Register) -> Engagement:
    return told(
        register,
        outlet="وكالة الساحل",
        summary="خلاصة",
        date=date(2026, 11, 17),
        evidence=(register.quotation("date", "صباح الأربعاء", "2026-11-17"),),
        partner_countries=("JP", "IT"),
        topics=("mining", "training"),
        organizations=("شركة هوكوتو", "سفارة اليابان"),
        participants=(
            register.participant("كينجي موراكامي", organization="السفارة"),
            register.participant(
                "آيا تاناهاشي", evidence=(register.quotation("name", "كينجي", "آيا تاناهاشي"),)
            ),
        ),
        promise="تدريب 24 فنيا",
    )


def merge(register: Register, survivor: Engagement, merged: Engagement, **unified: Any) -> Merge:
    return merge_engagements(
        survivor=survivor,
        merged=merged,
        unification=Unification(**unified),
        version=version_of(survivor, merged),
        by=register.editor,
        now=NOW,
    )


def join(register: Register, engagement: Engagement, outlet: str = "صحيفة المرفأ", **values: Any) -> Merge:
    return add_source(
        engagement=engagement,
        source=register.source(outlet=outlet),
        record=register.record(**values),
        by=register.editor,
        now=NOW,
    )


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


def second_account(register: Register) -> dict[str, Any]:
    """What another outlet says: something new in every relation."""
    return {
        "city": "طرابلس",
        "summary": "خلاصة",
        "date": date(2026, 11, 17),
        "partner_countries": ("JP", "IT"),
        "topics": ("mining",),
        "organizations": ("شركة هوكوتو",),
        "participants": (register.participant("ريو أوكاموتو"), register.participant("كينجي موراكامى")),
        "commitments": (
            CommitmentRecord("agreed", "تدريب عشرين فنيا", "الجانبان", date(2027, 3, 1)),
            CommitmentRecord("pledged", "إنشاء مختبر", "شركة هوكوتو", None),
        ),
        "evidence": (
            register.quotation("date", "صباح الأربعاء", "2026-11-17"),
            register.quotation("topics:mining", "الحديد", "mining"),
        ),
    }


def test_taking_a_source_out_leaves_no_trace(register: Register) -> None:
    engagement = told(register, city="")
    source = register.source(outlet="صحيفة المرفأ")
    before = everything()
    done = add_source(
        engagement=engagement,
        source=source,
        record=register.record(**second_account(register)),
        by=register.editor,
        now=NOW,
    )
    engagement.refresh_from_db()
    assert (engagement.city, engagement.disputed) == ("طرابلس", 1)
    assert engagement.commitments.get(text="تدريب عشرين فنيًا").due_on == date(2027, 3, 1)
    assert Person.objects.filter(name_ar="ريو أوكاموتو").exists()
    undo(merge=done, by=register.editor, now=LATER)
    assert everything() == before


def test_a_part_that_the_editor_joined_is_filled_and_its_spelling_remembered(register: Register) -> None:
    engagement = told(register)
    ambassador, office = engagement.participations.all()
    promise = engagement.commitments.get()
    source = register.source(outlet="صحيفة المرفأ")
    before = everything()
    record = register.record(
        participants=(
            replace(register.participant("كنجي موراكاوا", organization="السفارة"), joins=ambassador.pk),
            replace(register.participant("عمر المسماري", country="LY", side="home"), joins=office.pk),
        ),
        commitments=(CommitmentRecord("agreed", "إيفاد الفنيين", "السفارة", None, joins=promise.pk),),
    )
    done = add_source(engagement=engagement, source=source, record=record, by=register.editor, now=NOW)
    for row in (ambassador, office, promise):
        row.refresh_from_db()
    assert (ambassador.name, ambassador.organization) == ("كينجي موراكامي", "السفارة")
    assert [alias.text for alias in ambassador.person.aliases.all()] == ["كنجي موراكاوا"]  # type: ignore[union-attr]
    assert (office.name, office.role) == ("عمر المسماري", "وكيل الوزارة")
    assert (promise.text, promise.owner) == ("تدريب عشرين فنيًا", "السفارة")
    assert (Participation.objects.count(), Commitment.objects.count()) == (2, 1)
    undo(merge=done, by=register.editor, now=LATER)
    assert everything() == before


@pytest.mark.parametrize("part", ["participants", "commitments"])
def test_a_part_that_is_gone_is_a_conflict(register: Register, part: str) -> None:
    engagement = told(register)
    gone: Any = {
        "participants": (replace(register.participant("ريو"), joins=999_999),),
        "commitments": (CommitmentRecord("agreed", "شيء", "", None, joins=999_999),),
    }
    before = everything("engagements.source")
    with pytest.raises(Conflict):
        join(register, engagement, **{part: gone[part]})
    assert everything("engagements.source") == before


def test_what_others_use_by_then_stays(register: Register) -> None:
    """The person met elsewhere since, and the topic that a third source names too."""
    engagement = told(register)
    first = join(register, engagement, **second_account(register))
    third = join(
        register,
        engagement,
        "وكالة الساحل",
        topics=("mining",),
        evidence=(register.quotation("topics:mining", "الحديد", "mining"),),
    )
    register.engagement(participants=(register.participant("ريو أوكاموتو"),))
    undo(merge=first, by=register.editor, now=LATER)
    assert {topic.pk for topic in engagement.topics.all()} == {"training", "mining"}
    assert Person.objects.get(name_ar="ريو أوكاموتو").participations.count() == 1
    assert not engagement.participations.filter(name="ريو أوكاموتو").exists()
    assert list(engagement.merges.all()) == [third]


@pytest.mark.parametrize("built", ["follow-up", "participant", "settled", "again"])
def test_taking_a_source_out_is_refused_when_something_was_built_on_it(
    register: Register, account: Callable[..., User], built: str
) -> None:
    engagement = told(register)
    done = join(register, engagement, **second_account(register))
    if built == "follow-up":
        manager = account("manager")
        change = CommitmentChange("in_progress", "شركة هوكوتو", manager, None, "")
        new = engagement.commitments.get(text="إنشاء مختبر")
        change_commitment(commitment=new, change=change, by=manager, now=LATER)
    elif built == "participant":
        rio = register.participant("ريو أوكاموتو", evidence=(register.quotation("name", "كينجي", "ريو"),))
        join(register, engagement, "وكالة الساحل", participants=(rio,))
    elif built == "settled":
        Settlement.objects.create(
            engagement=engagement, field="date", value="2026-11-17", values=[], by=register.editor, at=LATER
        )
    else:
        add_source(
            engagement=engagement,
            source=done.source,  # type: ignore[arg-type]
            record=register.record(),
            by=register.editor,
            now=LATER,
        )
    before = everything()
    assert obstacles(done)
    with pytest.raises(Refusal):
        undo(merge=done, by=register.editor, now=LATER)
    assert everything() == before


def test_nothing_joins_an_engagement_that_was_merged(
    register: Register, survivor: Engagement, other: Engagement
) -> None:
    merge(register, survivor, other)
    with pytest.raises(Conflict):
        join(register, other)


@pytest.mark.parametrize("seed", [*range(9), 96])
def test_whatever_is_put_together_in_any_order_can_be_taken_apart_in_any_order(
    register: Register, seed: int
) -> None:
    """What cannot be undone yet is refused; once all is undone, every row is what it was at first."""
    chance = random.Random(seed)
    names = ["كينجي موراكامي", "كنجي موراكامي", "آيا تاناهاشي", "ريو أوكاموتو", "سالم القماطي"]
    promises = ["تدريب عشرين فنيًا", "تدريب 24 فنيا", "إنشاء مختبر", "تشكيل فريق فني"]

    def account_of(source: int) -> dict[str, Any]:
        people = [
            register.participant(name, evidence=(register.quotation("name", "كينجي موراكامي", name),))
            for name in chance.sample(names, chance.randint(0, 3))
        ]
        day = date(2026, 11, chance.choice([17, 18]))
        topics = chance.sample(["training", "mining", "energy"], chance.randint(0, 2))
        bodies = chance.sample(["شركة هوكوتو", "سفارة اليابان"], chance.randint(0, 2))
        said = [f"topics:{code}" for code in topics] + [f"organizations:{body}" for body in bodies]
        return {
            "title": f"رواية {source}",
            "date": day,
            "city": chance.choice(["طرابلس", "بنغازي", ""]),
            "summary": chance.choice(["", "خلاصة"]),
            "partner_countries": tuple(chance.sample(["JP", "IT", "TN"], chance.randint(1, 2))),
            "topics": tuple(topics),
            "organizations": tuple(bodies),
            "participants": tuple(people),
            "commitments": tuple(
                CommitmentRecord("agreed", text, chance.choice(["", "الوزارة"]), None)
                for text in chance.sample(promises, chance.randint(0, 2))
            ),
            "evidence": (
                register.quotation("date", "الأربعاء", day.isoformat()),
                *(register.quotation(field, "تدريب") for field in said if chance.random() < 0.7),
            ),
        }

    for number in range(4):
        register.engagement(register.source(outlet=f"المصدر {number}"), **account_of(number))
    sources = [register.source(outlet=f"المصدر {number}") for number in range(4, 8)]
    before = everything()
    for _step in range(7):
        current = list(Engagement.objects.current().order_by("pk"))
        if sources and (chance.random() < 0.6 or len(current) < 2):
            source = sources.pop()
            one, record = chance.choice(current), register.record(**account_of(source.pk))
            add_source(engagement=one, source=source, record=record, by=register.editor, now=NOW)
        elif len(current) >= 2:
            survivor, merged = chance.sample(current, 2)
            own, others = list(survivor.commitments.all()), list(merged.commitments.all())
            pairs = {others[0].pk: own[0].pk} if own and others and chance.random() < 0.7 else {}
            merge(register, survivor, merged, commitments=pairs)
    assert Merge.objects.count() >= 4
    while waiting := list(Merge.objects.all()):
        chance.shuffle(waiting)
        possible = next((one for one in waiting if not obstacles(one)), None)
        assert possible is not None, {one.pk: obstacles(one) for one in waiting}
        undo(merge=possible, by=register.editor, now=LATER)
    assert everything() == before
