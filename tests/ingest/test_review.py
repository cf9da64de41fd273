"""A decision: the record, its evidence, a verdict for every value, and only one of them."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from engagements.errors import Conflict
from engagements.models import AuditEntry, Engagement, Evidence, User
from engagements.permissions import Role
from ingest.models import Draft, DraftStatus, RejectReason, ReviewEvent, Verdict
from ingest.reviewing.deciding import Decision
from ingest.services import review
from tests.ingest.conftest import NOW, RELEASE, account, decision, hand_made_draft, span, submit


def verdicts(decided: Decision) -> dict[str, str]:
    return {each.field: each.verdict.value for each in decided.verdicts}


def test_nothing_touched_accepts_every_value(draft: Draft) -> None:
    decided = decision(draft)
    assert set(verdicts(decided).values()) == {"accepted"}
    record = decided.record
    assert (record.kind, record.status, record.city, record.country) == ("meeting", "held", "طرابلس", "LY")
    assert (record.date, record.date_precision) == (date(2026, 11, 18), "day")
    assert record.date_as_written == "يوم الأربعاء"
    assert (record.partner_countries, record.topics) == (("JP",), ("mining", "training"))
    assert [(person.name, person.country, person.side) for person in record.participants] == [
        ("سالم الورفلي", "LY", "home"),
        ("كينجي موراكامي", "JP", "partner"),
    ]
    (commitment,) = record.commitments
    assert (commitment.kind, commitment.owner) == ("agreed", "الجانبان")
    quotations = [*record.evidence, *commitment.evidence]
    quotations += [each for person in record.participants for each in person.evidence]
    assert {each.state for each in quotations} == {"accepted"}
    assert {RELEASE[each.start : each.end] for each in quotations if each.field == "owner"} == {"الجانبان"}


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"city": "بنغازي"}, "city", "corrected"),
        ({"city": ""}, "city", "removed"),
        ({"kind": "visit"}, "kind", "corrected"),
        ({"date": "2026-11-17"}, "date", "corrected"),
        ({"date_precision": "month"}, "date", "corrected"),
        ({"date_precision": "none"}, "date", "removed"),
        ({"date_end": "2026-11-19"}, "date_end", "added"),
        ({"title": "عنوان آخر"}, "title", "corrected"),
        ({"country": "Japan"}, "country", "corrected"),
        ({"topics": ["mining"]}, "topics:training", "removed"),
        ({"topics": ["mining", "training", "industry"]}, "topics:industry", "added"),
        ({"partner_countries-0-code": "إيطاليا"}, "partner_countries:JP", "corrected"),
        ({"partner_countries-0-DELETE": "on"}, "partner_countries:JP", "removed"),
        ({"partner_countries-1-code": "إيطاليا"}, "partner_countries:IT", "added"),
        ({"organizations-0-name": "غرفة التجارة"}, "organizations:غرفة التجارة", "added"),
        ({"participants-1-name": "كنجي موراكامي"}, "participants.1.name", "corrected"),
        ({"participants-1-DELETE": "on"}, "participants.1.role", "removed"),
        ({"participants-1-organization": "السفارة"}, "participants.1.organization", "added"),
        ({"participants-2-role": "المستشار"}, "participants.4.role", "added"),
        ({"commitments-0-text": "تشكيل فريق"}, "commitments.0.text", "corrected"),
        ({"commitments-0-text": "", "commitments-0-owner": ""}, "commitments.0.kind", "removed"),
        ({"commitments-0-owner": "الوزارة"}, "commitments.0.owners:الجانبان", "corrected"),
        ({"commitments-0-owner": ""}, "commitments.0.owners:الجانبان", "removed"),
        ({"commitments-0-owner": "الجانبان، الوزارة"}, "commitments.0.owners:الوزارة", "added"),
        ({"commitments-0-due_on": "2026-12-31"}, "commitments.0.due", "added"),
    ],
)
def test_a_change_is_one_verdict(draft: Draft, changes: dict[str, Any], field: str, expected: str) -> None:
    assert verdicts(decision(draft, **changes))[field] == expected


def test_a_corrected_value_keeps_the_words_it_was_taken_from(draft: Draft) -> None:
    changed = decision(draft, city="بنغازي", **{"participants-1-name": "كنجي موراكامي"})
    (city,) = [each for each in changed.record.evidence if each.field == "city"]
    assert (city.value, city.state, city.start) == ("طرابلس", "corrected", span("طرابلس").start)
    (name,) = [each for each in changed.record.participants[1].evidence if each.field == "name"]
    assert (name.value, name.state, name.band) == ("كينجي موراكامي", "corrected", "guess")


def test_a_date_known_to_the_month_becomes_its_first_day_and_a_deadline_its_last(
    editor: User, places: None
) -> None:
    draft = hand_made_draft(submit(editor), date="2026-11", date_precision="month")
    commitment = draft.proposal["commitments"][0] | {"due": "2026-12", "due_evidence": [0, 5]}
    Draft.objects.filter(pk=draft.pk).delete()
    draft = hand_made_draft(submit(editor), date="2026-11", date_precision="month", commitments=[commitment])
    decided = decision(draft)
    assert set(verdicts(decided).values()) == {"accepted"}
    assert decided.record.date == date(2026, 11, 1)
    assert decided.record.commitments[0].due_on == date(2026, 12, 31)


def test_row_numbers_that_were_tampered_with_count_as_new_rows(draft: Draft) -> None:
    for number in ("0", "7", "-1"):
        decided = decision(draft, **{"participants-1-number": number})
        assert verdicts(decided)["participants.1.name"] == "removed"
        assert len(decided.record.participants) == 2


def test_approval_writes_record_events_and_trail(draft: Draft, editor: User) -> None:
    decided = decision(draft, city="بنغازي", **{"participants-0-DELETE": "on"})
    engagement = review.approve(draft=draft, decision=decided, by=editor, now=NOW)
    draft.refresh_from_db()
    assert (draft.status, draft.engagement, draft.decided_by) == (DraftStatus.APPROVED, engagement, editor)
    assert engagement.city == "بنغازي"
    assert list(engagement.sources.all()) == [draft.release.source]
    city = Evidence.objects.get(engagement=engagement, field="city")
    assert (city.quote, city.state) == ("طرابلس", "corrected")
    events = ReviewEvent.objects.filter(draft=draft)
    assert events.get(field="city").decided == "بنغازي"
    assert events.get(field="participants.0.name").verdict == Verdict.REMOVED
    assert events.count() == len(decided.verdicts)
    entry = AuditEntry.objects.get(subject_type="draft")
    assert entry.changes["city"] == ["طرابلس", "بنغازي"]
    assert "kind" not in entry.changes


def test_rejection_needs_a_reason_and_makes_nothing(draft: Draft, editor: User) -> None:
    review.reject(draft=draft, reason=RejectReason.NOT_OURS, note="يخص وزارة أخرى", by=editor, now=NOW)
    draft.refresh_from_db()
    assert (draft.status, draft.reason, draft.note) == ("rejected", "not_ours", "يخص وزارة أخرى")
    assert not Engagement.objects.exists()
    assert AuditEntry.objects.get(action="rejected").note == "يخص وزارة أخرى"


DECISIONS = ("approve", "reject")


@pytest.mark.parametrize("first", DECISIONS)
@pytest.mark.parametrize("second", DECISIONS)
def test_decided_is_decided(draft: Draft, editor: User, other_editor: User, first: str, second: str) -> None:
    decided = decision(draft)

    def act(what: str, by: User) -> None:
        if what == "approve":
            review.approve(draft=draft, decision=decided, by=by, now=NOW)
        else:
            review.reject(draft=draft, reason=RejectReason.OTHER, note="", by=by, now=NOW)

    act(first, editor)
    trail = AuditEntry.objects.count()
    with pytest.raises(Conflict, match="editor"):
        act(second, other_editor)
    draft.refresh_from_db()
    assert draft.decided_by == editor
    assert Engagement.objects.count() == (first == "approve")
    assert AuditEntry.objects.count() == trail


def test_a_decision_that_fails_leaves_nothing(draft: Draft, editor: User) -> None:
    decided = decision(draft)
    broken = replace(decided, record=replace(decided.record, kind="dance"))
    with pytest.raises(IntegrityError), transaction.atomic():
        review.approve(draft=draft, decision=broken, by=editor, now=NOW)
    draft.refresh_from_db()
    assert draft.status == DraftStatus.PENDING
    assert not Engagement.objects.exists()


@pytest.mark.parametrize("evidence", [[7, 7], [0, 10_000], [-3, 4], None])
def test_evidence_that_quotes_nothing_does_not_stand_in_the_way(
    editor: User, places: None, evidence: list[int] | None
) -> None:
    draft = hand_made_draft(submit(editor), city_evidence=evidence)
    engagement = review.approve(draft=draft, decision=decision(draft), by=editor, now=NOW)
    assert engagement.city == "طرابلس"
    assert not Evidence.objects.filter(field="city").exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told(places: None) -> None:
    people = [account(Role.EDITOR, f"editor{number}") for number in range(4)]
    draft = hand_made_draft(submit(people[0]))
    decided = decision(draft)
    start = threading.Barrier(len(people))
    told: list[Conflict] = []

    def decide(by: User) -> None:
        try:
            start.wait()
            review.approve(draft=draft, decision=decided, by=by, now=datetime.now(UTC))
        except Conflict as conflict:
            told.append(conflict)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == len(people) - 1
    assert Engagement.objects.count() == 1
    assert AuditEntry.objects.filter(subject_type="draft").count() == 1


def test_the_proposal_never_changes(draft: Draft) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(proposal=draft.proposal | {"city": "x"})
