"""Both values stand until somebody settles which it is; a further one opens the question again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from engagements.errors import Conflict, Refusal
from engagements.models import AuditEntry, Commitment, Engagement, Settlement
from engagements.record.disagreement import disagreements
from engagements.services.settling import reopen, settle
from engagements.services.undoing import undo
from tests.engagements.settling.conftest import DAY, LATER, join, open_fields, points, settled

if TYPE_CHECKING:
    from tests.engagements.conftest import Register


def test_settling_takes_a_value_says_who_and_why(register: Register, disputed: Engagement) -> None:
    settled(register, disputed, "date", "2026-11-17")
    disputed.refresh_from_db()
    assert (disputed.date, disputed.date_precision) == (date(2026, 11, 17), "day")
    assert disputed.date_as_written == "صباح الأربعاء", "in the words of the source that was followed"
    assert "date" not in open_fields(disputed)
    assert points(disputed)["date"] == ["2026-11-17", "2026-11-18"]
    entry = AuditEntry.objects.get(action="settled")
    assert entry.changes == {"date": ["2026-11-18", "2026-11-17"]}
    assert entry.note == "بحسب محضر اللقاء"
    assert entry.subject_id == disputed.pk


@pytest.mark.parametrize(
    ("field", "value", "columns"),
    [
        ("date", "2026-11", {"date": date(2026, 11, 1), "date_precision": "month"}),
        ("date", "2026-11-18", {"date": date(2026, 11, 18)}),
        ("name", "كينجي  موراكاوا", {"name": "كينجي موراكاوا"}),
        ("role", "القائم بالأعمال", {"role": "القائم بالأعمال"}),
        ("text", "تدريب 22 فنيًا", {"text": "تدريب 22 فنيًا"}),
        ("due_on", "2027-03-31", {"due_on": date(2027, 3, 31), "due_basis": "set"}),
    ],
)
def test_any_field_can_be_settled_by_any_value(
    register: Register, disputed: Engagement, field: str, value: str, columns: dict[str, Any]
) -> None:
    person, promise = disputed.participations.get(), disputed.commitments.get()
    owner: Any = {"name": person, "role": person, "text": promise, "due_on": promise}.get(field, disputed)
    prefix = {person: f"participant-{person.pk}-", promise: f"commitment-{promise.pk}-"}.get(owner, "")
    before = {name: getattr(owner, name) for name in columns}
    settlement = settled(register, disputed, f"{prefix}{field}", value)
    owner.refresh_from_db()
    assert {name: getattr(owner, name) for name in columns} == columns
    assert field not in open_fields(disputed)
    reopen(settlement=settlement, by=register.editor, now=LATER)
    owner.refresh_from_db()
    assert {name: getattr(owner, name) for name in columns} == before
    assert field in open_fields(disputed)
    assert not Settlement.objects.exists()
    assert AuditEntry.objects.filter(action="reopened").count() == 1


@pytest.mark.parametrize(("value", "field"), [("2026-13-01", "date"), ("أمس", "date"), ("2026-1", "date")])
def test_a_value_that_is_none_is_refused(
    register: Register, disputed: Engagement, value: str, field: str
) -> None:
    with pytest.raises(Refusal):
        settled(register, disputed, field, value)
    assert field in open_fields(disputed)


def test_a_last_day_before_the_first_is_refused(register: Register, disputed: Engagement) -> None:
    Engagement.objects.filter(pk=disputed.pk).update(date_end=date(2026, 11, 18))
    with pytest.raises(Refusal):
        settled(register, disputed, "date", "2026-11-19")


@pytest.mark.parametrize(("says", "opens"), [("2026-11-16", True), ("2026-11-17", False), ("2026-11", False)])
def test_a_further_value_opens_the_question_again(
    register: Register, disputed: Engagement, says: str, opens: bool
) -> None:
    settled(register, disputed, "date", "2026-11-17")
    join(register, disputed, "صحيفة المرفأ", evidence=(register.quotation("date", DAY, says),))
    assert ("date" in open_fields(disputed)) is opens


def test_what_was_weighed_otherwise_is_a_conflict(register: Register, disputed: Engagement) -> None:
    with pytest.raises(Conflict):
        settled(register, disputed, "date", "2026-11-17", seen=["2026-11-18"])
    with pytest.raises(Conflict):
        settle(
            engagement=disputed,
            key="city",
            value="بنغازي",
            seen=[],
            note="",
            by=register.editor,
            now=LATER,
        )


def test_settled_again_it_goes_back_to_what_was_there_first(register: Register, disputed: Engagement) -> None:
    settled(register, disputed, "date", "2026-11-17")
    again = settled(register, disputed, "date", "2026-11-16", now=LATER + timedelta(hours=1))
    reopen(settlement=again, by=register.editor, now=LATER)
    disputed.refresh_from_db()
    assert disputed.date == date(2026, 11, 18)


def test_a_decision_that_was_overtaken_is_not_taken_back(register: Register, disputed: Engagement) -> None:
    first = settled(register, disputed, "date", "2026-11-17")
    settled(register, disputed, "date", "2026-11-16", now=LATER + timedelta(hours=1))
    with pytest.raises(Conflict):
        reopen(settlement=first, by=register.editor, now=LATER)
    again = Settlement.objects.get()
    Engagement.objects.filter(pk=disputed.pk).update(date=date(2026, 11, 1))
    with pytest.raises(Refusal):
        reopen(settlement=again, by=register.editor, now=LATER)


def test_a_source_is_taken_out_once_what_rests_on_it_is_open_again(
    register: Register, disputed: Engagement
) -> None:
    settlement = settled(register, disputed, "date", "2026-11-17")
    merge = disputed.merges.get()
    with pytest.raises(Refusal):
        undo(merge=merge, by=register.editor, now=LATER)
    reopen(settlement=settlement, by=register.editor, now=LATER)
    undo(merge=merge, by=register.editor, now=LATER)
    assert points(disputed) == {}
    disputed.refresh_from_db()
    assert disputed.disputed == 0


def test_what_the_editor_read_against_the_machine_is_a_side(
    register: Register, engagement: Engagement
) -> None:
    by_hand = register.quotation("date", DAY, "2026-11-16", state="added", band="hand")
    join(register, engagement, "وكالة الساحل", evidence=(by_hand,))
    assert points(engagement) == {"date": ["2026-11-18", "2026-11-16"]}


def test_a_due_date_by_default_moves_with_the_date_of_the_engagement(
    register: Register, disputed: Engagement
) -> None:
    """One that somebody set or stated stays."""
    stated = disputed.commitments.get()
    days = {"default": date(2027, 2, 16), "set": date(2027, 2, 16)}
    for basis, day in days.items():
        Commitment.objects.create(
            engagement=disputed, kind="agreed", text=basis, due_on=day, due_basis=basis, position=5
        )
    seen = next(one for one in disagreements(disputed) if one.key == "date").values
    settled = settle(
        engagement=disputed, key="date", value="2026-11-17", seen=seen, note="", by=register.editor, now=LATER
    )

    def due() -> dict[str, date | None]:
        return dict(disputed.commitments.exclude(pk=stated.pk).values_list("due_basis", "due_on"))

    assert due() == days | {"default": date(2027, 2, 15)}
    entry = AuditEntry.objects.get(subject_type="commitment", action="changed")
    assert entry.changes == {"due_on": ["2027-02-16", "2027-02-15"]}
    reopen(settlement=settled, by=register.editor, now=LATER + timedelta(hours=1))
    assert due() == days
