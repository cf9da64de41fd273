"""Where the confidentiality asks for it, one person alone puts nothing into the register."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from engagements.errors import Conflict, Refusal
from engagements.models import AuditEntry, Engagement, User
from engagements.permissions import Role
from ingest.models import Draft, DraftStatus, RejectReason, ReviewEvent
from ingest.services import endorsing, reopening, review
from tests.ingest.conftest import NOW, account, decision, hand_made_draft, submit
from tests.ingest.racing import race

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import Settings

    from ingest.reviewing.deciding import Decision

LATER = NOW + timedelta(hours=1)
RESTRICTED = {"confidentiality": "restricted", "city": "بنغازي"}


@pytest.fixture(autouse=True)
def _two_for_restricted(settings: Settings) -> Iterator[None]:
    settings.SECOND_APPROVAL = frozenset({"restricted"})
    with translation.override("en"):
        yield


def approve(draft: Draft, by: User, now: datetime = NOW, **changes: Any) -> Engagement | None:
    """As the page does it: with the draft as it was when it was opened."""
    return review.approve_or_endorse(
        draft=draft, decision=decision(draft, **changes), by=by, now=now, seen=draft.endorsed_at
    )


@pytest.fixture
def endorsed(draft: Draft, editor: User) -> Draft:
    assert approve(draft, editor, NOW, **RESTRICTED) is None
    draft.refresh_from_db()
    return draft


def test_an_open_record_takes_one_person(draft: Draft, editor: User) -> None:
    engagement = approve(draft, editor)
    assert engagement is not None
    assert engagement.confidentiality == "open"


def test_the_first_approval_keeps_the_form_and_makes_nothing(endorsed: Draft, editor: User) -> None:
    assert (endorsed.status, endorsed.endorsed_by, endorsed.decided_by) == ("endorsed", editor, None)
    assert endorsed.left_form
    assert endorsed.left_form["city"] == ["بنغازي"]
    assert not Engagement.objects.exists()
    assert not ReviewEvent.objects.exists()
    entry = AuditEntry.objects.get(subject_type="draft")
    assert (entry.action, entry.changes) == ("endorsed", {"city": ["طرابلس", "بنغازي"]})


def test_an_approver_approves_it_as_it_stands(endorsed: Draft, approver: User, editor: User) -> None:
    engagement = approve(endorsed, approver, LATER, **RESTRICTED)
    assert engagement is not None
    assert (engagement.confidentiality, engagement.city) == ("restricted", "بنغازي")
    endorsed.refresh_from_db()
    assert (endorsed.status, endorsed.endorsed_by, endorsed.decided_by) == ("approved", editor, approver)
    assert ReviewEvent.objects.get(field="city").by == approver
    assert list(AuditEntry.objects.filter(subject_type="draft").values_list("action", flat=True)) == [
        "approved",
        "endorsed",
    ]


def test_it_stands_as_it_is_in_whatever_language_it_was_left(endorsed: Draft, other_editor: User) -> None:
    with translation.override("ar"):
        same = decision(endorsed, **RESTRICTED)
    assert same.form != endorsed.left_form
    assert not endorsing.needs_second(endorsed, same.record)


def test_another_editor_is_no_approver(endorsed: Draft, other_editor: User) -> None:
    with pytest.raises(Refusal, match="given by an approver"):
        approve(endorsed, other_editor, LATER, **RESTRICTED)
    endorsed.refresh_from_db()
    assert endorsed.status == DraftStatus.ENDORSED


def test_nobody_approves_twice(endorsed: Draft, editor: User) -> None:
    with pytest.raises(Refusal, match="another person"):
        approve(endorsed, editor, LATER, **RESTRICTED)
    with pytest.raises(Refusal, match="another person"):
        review.approve(
            draft=endorsed,
            decision=decision(endorsed, **RESTRICTED),
            by=editor,
            now=LATER,
            seen=endorsed.endorsed_at,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=endorsed.pk).update(decided_by=editor)
    assert not Engagement.objects.exists()


@pytest.mark.parametrize("change", [{"city": "مصراتة"}, {"confidentiality": "open"}])
def test_whoever_changes_something_is_the_first(
    endorsed: Draft, approver: User, change: dict[str, str]
) -> None:
    changed = RESTRICTED | change
    assert approve(endorsed, approver, LATER, **changed) is None
    endorsed.refresh_from_db()
    assert (endorsed.status, endorsed.endorsed_by) == ("endorsed", approver)
    with pytest.raises(Refusal):
        approve(endorsed, approver, LATER, **changed)
    assert approve(endorsed, account(Role.APPROVER, "another"), LATER, **changed) is not None


def test_alone_nobody_approves_nor_joins(draft: Draft, editor: User, settings: Settings) -> None:
    made = decision(draft, **RESTRICTED)
    with pytest.raises(Refusal, match="second person"):
        review.approve(draft=draft, decision=made, by=editor, now=NOW)
    engagement = approve(hand_made_draft(draft.release, 1), editor)
    assert engagement is not None
    with pytest.raises(Refusal, match="two persons"):
        review.merge_into(draft=draft, engagement=engagement, decision=made, by=editor, now=NOW)
    draft.refresh_from_db()
    assert draft.status == DraftStatus.PENDING
    settings.SECOND_APPROVAL = frozenset()
    review.merge_into(draft=draft, engagement=engagement, decision=made, by=editor, now=NOW)
    engagement.refresh_from_db()
    assert engagement.confidentiality == "restricted"


def test_a_page_from_before_the_first_approval_decides_nothing(endorsed: Draft, other_editor: User) -> None:
    assert endorsed.endorsed_at is not None
    before: datetime = endorsed.endorsed_at - timedelta(seconds=1)
    for seen in (None, before):
        with pytest.raises(Conflict):
            review.approve_or_endorse(
                draft=endorsed,
                decision=decision(endorsed, **RESTRICTED),
                by=other_editor,
                now=LATER,
                seen=seen,
            )
        with pytest.raises(Conflict, match="waits for a second person"):
            review.reject(
                draft=endorsed, reason=RejectReason.OTHER, note="x", by=other_editor, now=LATER, seen=seen
            )
    endorsed.refresh_from_db()
    assert endorsed.status == DraftStatus.ENDORSED


def test_the_second_person_may_reject(endorsed: Draft, other_editor: User) -> None:
    review.reject(
        draft=endorsed,
        reason=RejectReason.NOT_OURS,
        note="",
        by=other_editor,
        now=LATER,
        seen=endorsed.endorsed_at,
    )
    endorsed.refresh_from_db()
    assert (endorsed.status, endorsed.endorsed_by, endorsed.left_form) == ("rejected", None, None)


def test_the_first_takes_it_back_and_finds_what_was_typed(
    endorsed: Draft, editor: User, other_editor: User
) -> None:
    with pytest.raises(Refusal, match="Only who approved first"):
        reopening.take_back(draft=endorsed, by=other_editor, now=LATER)
    left = endorsed.left_form
    reopening.take_back(draft=endorsed, by=editor, now=LATER)
    with pytest.raises(Conflict):
        reopening.take_back(draft=endorsed, by=editor, now=LATER)
    endorsed.refresh_from_db()
    assert (endorsed.status, endorsed.endorsed_by, endorsed.left_form) == ("pending", None, None)
    assert endorsed.work.get().fields == left
    assert AuditEntry.objects.filter(subject_type="draft", action="undone").count() == 1


def test_they_wait_for_those_who_may_still_approve(endorsed: Draft, editor: User, other_editor: User) -> None:
    assert list(Draft.objects.for_second(other_editor)) == [endorsed]
    assert not Draft.objects.for_second(editor).exists()
    assert not Draft.objects.pending().exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_approve_at_once_one_is_the_first_and_one_the_second(places: None) -> None:
    people = [account(Role.APPROVER, f"approver{number}") for number in range(4)]
    draft = hand_made_draft(submit(people[0]))
    made = decision(draft, **RESTRICTED)

    def act(by: User, seen: datetime | None, made: Decision = made) -> None:
        now = datetime.now(UTC)
        review.approve_or_endorse(draft=draft, decision=made, by=by, now=now, seen=seen)

    assert len(race(*(partial(act, by, None) for by in people))) == len(people) - 1
    draft.refresh_from_db()
    assert draft.status == DraftStatus.ENDORSED
    seen = draft.endorsed_at
    assert len(race(*(partial(act, by, seen) for by in people))) == len(people) - 1
    draft.refresh_from_db()
    assert draft.status == DraftStatus.APPROVED
    assert draft.decided_by != draft.endorsed_by
    assert Engagement.objects.count() == 1
    assert AuditEntry.objects.filter(subject_type="draft").count() == 2
