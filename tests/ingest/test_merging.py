"""A draft joins an engagement that is there, and is taken out again."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from engagements.errors import Conflict, Refusal
from engagements.models import AuditEntry, Commitment, Engagement, Participation, User
from engagements.permissions import Role
from ingest.merging.comparing import NEW, OUT, compare
from ingest.merging.joining import Choices, chosen
from ingest.models import Draft, DraftStatus, RejectReason, ReviewEvent
from ingest.proposals.dividing import divide
from ingest.reviewing.deciding import Decision
from ingest.services import endorsing, review, splitting
from tests.ingest.conftest import NOW, RELEASE, account, decision, hand_made_draft, submit
from tests.ingest.joining import LATER, PROMISE, join, joined, page_of, told
from tests.rows import everything


def test_what_is_new_what_agrees_and_what_differs(engagement: Engagement, second: Draft) -> None:
    found = compare(page_of(engagement), told(second).record, RELEASE)
    assert {line.key: line.verdict.value for line in found.values} == {
        "kind": "same",
        "status": "same",
        "date": "different",
        "city": "same",
        "country": "same",
    }
    lists = {line.key: line.verdict.value for _heading, lines in found.lists for line in lines}
    assert lists == {
        "partner_countries:JP": "same",
        "topics:mining": "same",
        "topics:industry": "new",
        "topics:=training": "same",
        "organizations:سفارة اليابان": "new",
    }
    assert {line.key for line in found.ticks} == {
        "date",
        "topics:industry",
        "organizations:سفارة اليابان",
    }
    minister, ambassador = engagement.participations.all()
    assert [part.proposed for part in found.people] == [str(minister.pk), str(ambassador.pk), NEW]
    assert [bool(part.notes) for part in found.people] == [False, True, False]
    (promise,) = found.commitments
    assert promise.proposed == str(engagement.commitments.get().pk)
    assert PROMISE in promise.notes[0]
    (day,) = [line for line in found.values if line.key == "date"]
    assert day.theirs is not None
    assert day.theirs.quotes == ("يوم الأربعاء",)


def test_only_who_says_so_stands_beside_the_records_value(
    engagement: Engagement, second: Draft, editor: User
) -> None:
    join(second, engagement, editor)
    third = hand_made_draft(submit(editor, RELEASE + "\n\n"), date="2026-11-16")
    found = compare(page_of(engagement), decision(third).record, RELEASE)
    behind = {
        line.key: len({one.origin.name for quote in line.ours.said for one in quote.sayings})
        for line in found.values
        if line.ours
    }
    assert (behind["date"], behind["city"]) == (1, 2)


def test_joining_adds_what_is_new_and_keeps_both_sides(
    engagement: Engagement, second: Draft, other_editor: User
) -> None:
    trail = AuditEntry.objects.count()
    assert join(second, engagement, other_editor) == engagement
    engagement.refresh_from_db()
    second.refresh_from_db()
    assert (second.status, second.engagement, second.decided_by) == ("merged", engagement, other_editor)
    assert engagement.date == date(2026, 11, 18)
    assert {topic.pk for topic in engagement.topics.all()} == {"mining", "training", "industry"}
    assert engagement.sources.count() == 2
    assert [one.name for one in engagement.participations.all()] == [
        "سالم الورفلي",
        "كينجي موراكامي",
        "آيا تاناهاشي",
    ]
    ambassador = engagement.participations.get(name="كينجي موراكامي").person
    assert [alias.text for alias in ambassador.aliases.all()] == ["كنجي موراكامي"]  # type: ignore[union-attr]
    assert engagement.commitments.count() == 1
    values = {one.field: one.value for one in engagement.evidence.filter(source=second.release_id)}
    assert values["date"] == "2026-11-17"
    assert engagement.disputed == 3, "the day, the spelling, the number"
    assert ReviewEvent.objects.filter(draft=second).exists()
    lines = AuditEntry.objects.filter(subject_type="engagement", action="merged")
    assert lines.count() == 1
    assert AuditEntry.objects.count() == trail + 2, "and one for the spelling that was remembered"


def test_what_is_left_out_stays_out(engagement: Engagement, second: Draft, editor: User) -> None:
    made = told(second)
    choices = Choices(
        frozenset({"date", "topics:industry", "organizations:سفارة اليابان"}),
        {0: OUT, 1: OUT, 2: OUT},
        {0: OUT},
    )
    record = chosen(made.record, choices)
    review.merge_into(
        draft=second, engagement=engagement, decision=Decision(record, made.verdicts), by=editor, now=NOW
    )
    engagement.refresh_from_db()
    assert engagement.disputed == 0
    assert (engagement.partners.count(), engagement.participations.count()) == (0, 2)
    fields = set(engagement.evidence.filter(source=second.release_id).values_list("field", flat=True))
    assert fields == {"kind", "status", "city", "country", "partner_countries:JP", "topics:mining"}


def test_a_participant_may_be_said_to_be_another_or_new(
    engagement: Engagement, second: Draft, editor: User
) -> None:
    made = told(second)
    minister = engagement.participations.get(name="سالم الورفلي")
    record = chosen(made.record, Choices(frozenset(), {0: str(minister.pk), 1: NEW, 2: NEW}, {0: NEW}))
    review.merge_into(
        draft=second, engagement=engagement, decision=Decision(record, made.verdicts), by=editor, now=NOW
    )
    assert [one.name for one in engagement.participations.all()][2:] == ["كنجي موراكامي", "آيا تاناهاشي"]
    assert engagement.commitments.count() == 2


def test_taken_out_again_no_trace_is_left_but_the_trail(
    engagement: Engagement, second: Draft, editor: User, other_editor: User
) -> None:
    made = joined(second, engagement, editor)
    before, trail = everything(), AuditEntry.objects.count()
    review.merge_into(draft=second, engagement=engagement, decision=made, by=editor, now=NOW)
    second.refresh_from_db()
    review.take_out(draft=second, by=other_editor, now=LATER)
    assert everything() == before
    assert AuditEntry.objects.count() == trail + 3
    second.refresh_from_db()
    assert second.status == DraftStatus.PENDING
    review.reject(draft=second, reason=RejectReason.DUPLICATE, note="", by=editor, now=LATER)


def test_refused_it_stays_merged(engagement: Engagement, second: Draft, editor: User) -> None:
    join(second, engagement, editor)
    Commitment.objects.update(engagement=engagement)
    person = engagement.participations.get(name="آيا تاناهاشي")
    Participation.objects.filter(pk=person.pk).update(role="السفيرة")
    second.refresh_from_db()
    before = everything()
    with pytest.raises(Refusal, match="آيا تاناهاشي"):
        review.take_out(draft=second, by=editor, now=LATER)
    assert everything() == before


def state(draft: Draft, engagement: Engagement, by: User, status: str) -> None:
    """Brings the pending draft into this state."""
    if status == "approved":
        review.approve(draft=draft, decision=decision(draft), by=by, now=NOW)
    elif status == "merged":
        join(draft, engagement, by)
    elif status == "rejected":
        review.reject(draft=draft, reason=RejectReason.OTHER, note="", by=by, now=NOW)
    elif status == "endorsed":
        endorsing.endorse(draft=draft, decision=decision(draft), by=by, now=NOW)
    elif status == "replaced":
        splitting.split(draft=draft, halves=divide(draft.proposal, {}), by=by, now=NOW)
    draft.refresh_from_db()
    assert draft.status == status


STEPS = {"approve": "approved", "merge": "merged", "reject": "rejected", "take out": "pending"}
ALLOWED = {
    ("pending", "approve"),
    ("pending", "merge"),
    ("pending", "reject"),
    ("merged", "take out"),
}


@pytest.mark.parametrize(("status", "step"), list(product(DraftStatus.values, STEPS)))
def test_every_step_from_every_state(
    engagement: Engagement, second: Draft, editor: User, status: str, step: str
) -> None:
    made = joined(second, engagement, editor)
    state(second, engagement, editor, status)

    def act() -> None:
        if step == "approve":
            review.approve(draft=second, decision=told(second), by=editor, now=LATER)
        elif step == "merge":
            review.merge_into(draft=second, engagement=engagement, decision=made, by=editor, now=LATER)
        elif step == "reject":
            review.reject(draft=second, reason=RejectReason.OTHER, note="", by=editor, now=LATER)
        else:
            review.take_out(draft=second, by=editor, now=LATER)

    if (status, step) in ALLOWED:
        act()
        second.refresh_from_db()
        assert second.status == STEPS[step]
    else:
        before, trail = everything(), AuditEntry.objects.count()
        with pytest.raises(Conflict):
            act()
        assert everything() == before
        assert AuditEntry.objects.count() == trail


@pytest.mark.parametrize("status", ["approved", "pending", "rejected"])
def test_only_a_merged_draft_has_a_merge(
    engagement: Engagement, second: Draft, editor: User, status: str
) -> None:
    join(second, engagement, editor)
    merge = Draft.objects.get(pk=second.pk).merge
    values: dict[str, Any] = {"status": status}
    if status != "approved":
        values |= {"engagement": None}
    if status == "rejected":
        values |= {"reason": "other"}
    if status == "pending":
        values |= {"decided_by": None, "decided_at": None}
    with pytest.raises(IntegrityError, match="draft_merged_by_a_merge"), transaction.atomic():
        Draft.objects.filter(pk=second.pk).update(**values, merge=merge)
    with pytest.raises(IntegrityError, match="draft_merged_by_a_merge"), transaction.atomic():
        Draft.objects.filter(pk=second.pk).update(merge=None)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_join_at_once_one_is_told(places: None) -> None:
    people = [account(Role.EDITOR, f"editor{number}") for number in range(4)]
    first = hand_made_draft(submit(people[0]))
    engagement = review.approve(draft=first, decision=decision(first), by=people[0], now=NOW)
    second = hand_made_draft(submit(people[0], RELEASE + "\n"), date="2026-11-17")
    made = joined(second, engagement, people[0])
    start = threading.Barrier(len(people))
    told_off: list[Conflict] = []

    def act(by: User) -> None:
        try:
            start.wait()
            now = datetime.now(UTC)
            review.merge_into(draft=second, engagement=engagement, decision=made, by=by, now=now)
        except Conflict as conflict:
            told_off.append(conflict)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told_off) == len(people) - 1
    assert engagement.merges.count() == 1
    assert AuditEntry.objects.filter(action="merged").count() == 1
