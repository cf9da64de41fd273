"""A source joins an engagement and is taken out: nothing is left of it but the trail."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engagements.errors import Conflict, Refusal
from engagements.models import (
    Commitment,
    Engagement,
    Merge,
    Participation,
    Person,
    Settlement,
)
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.recording import CommitmentRecord, add_source
from engagements.services.undoing import obstacles, undo
from tests.engagements.conftest import Register
from tests.engagements.merging import LATER, NOW, join, merge, told
from tests.rows import everything

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import User


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
