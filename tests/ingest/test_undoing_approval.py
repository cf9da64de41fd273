"""An approval is undone: nothing is left of it but the trail, and the draft waits as the editor had left it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from engagements.errors import Conflict, Refusal
from engagements.models import (
    Approval,
    AuditEntry,
    Commitment,
    Engagement,
    Participation,
    Partner,
    Person,
    Topic,
    User,
)
from engagements.permissions import Role
from engagements.services.commitments import CommitmentChange, change_commitment
from engagements.services.merging import Unification, merge_engagements, version_of
from engagements.services.undoing import undo
from ingest.models import Draft, DraftStatus, Judgement, MatchVerdict, RejectReason, ReviewEvent
from ingest.services import reopening, review, verdicts
from tests.ingest.conftest import NOW, account, decision, hand_made_draft, submit
from tests.ingest.joining import join
from tests.ingest.racing import race
from tests.rows import everything

if TYPE_CHECKING:
    from collections.abc import Iterator

LATER = NOW + timedelta(hours=1)
# What is neither the register's nor decided: hints, and what somebody typed.
ASIDE = ("ingest.draftwork", "ingest.draftprint", "ingest.suggestedpair")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def approve(draft: Draft, by: User, **changes: Any) -> Engagement:
    engagement = review.approve(draft=draft, decision=decision(draft, **changes), by=by, now=NOW)
    draft.refresh_from_db()
    return engagement


def undo_approval(draft: Draft, by: User) -> None:
    draft.refresh_from_db()
    reopening.undo_approval(draft=draft, by=by, now=LATER)
    draft.refresh_from_db()


def test_nothing_is_left_but_the_trail_and_what_was_typed(
    draft: Draft, editor: User, other_editor: User
) -> None:
    before = everything(*ASIDE)
    typed = {"city": "بنغازي", "organizations-0-name": "شركة هوكوتو", "participants-0-DELETE": "on"}
    engagement = approve(draft, editor, **typed)
    assert Partner.objects.exists()
    assert reopening.obstacles(draft) == []
    undo_approval(draft, other_editor)
    assert everything(*ASIDE) == before
    work = list(draft.work.order_by("by"))
    assert [one.by for one in work] == [editor, other_editor]
    for one in work:
        assert {name: one.fields[name] for name in typed} == {name: [value] for name, value in typed.items()}
    lines = AuditEntry.objects.filter(action="undone")
    assert {(one.subject_type, one.subject_id) for one in lines} == {
        ("draft", draft.pk),
        ("engagement", engagement.pk),
    }
    assert AuditEntry.objects.filter(action="approved").count() == 2


def test_it_can_be_approved_and_undone_again(draft: Draft, editor: User) -> None:
    first = approve(draft, editor, city="بنغازي")
    undo_approval(draft, editor)
    second = approve(draft, editor)
    assert second.pk != first.pk
    assert ReviewEvent.objects.get(field="city").verdict == "accepted"
    undo_approval(draft, editor)
    assert not Engagement.objects.exists()


def test_what_an_editor_types_meanwhile_is_not_written_over(
    draft: Draft, editor: User, other_editor: User
) -> None:
    approve(draft, editor)
    draft.work.create(by=other_editor, fields={"city": ["درنة"]}, saved_at=NOW)
    undo_approval(draft, other_editor)
    assert draft.work.get(by=other_editor).fields == {"city": ["درنة"]}


def test_a_name_that_is_used_elsewhere_stays(draft: Draft, editor: User) -> None:
    other = hand_made_draft(submit(editor, "خبر آخر\n"), 1, participants=draft.proposal["participants"][1:])
    approve(draft, editor)
    approve(other, editor)
    undo_approval(draft, editor)
    assert [person.name_ar for person in Person.objects.all()] == ["كينجي موراكامي"]
    undo_approval(other, editor)
    # It belongs to the register by now: the second approval found it there.
    assert Person.objects.count() == 1


def change_follow_up(engagement: Engagement, by: User) -> None:
    commitment = engagement.commitments.get()
    change = CommitmentChange(status="in_progress", owner=commitment.owner, assignee=None, due_on=None)
    change_commitment(commitment=commitment, change=change, by=account(Role.MANAGER), now=LATER)


def change_participant(engagement: Engagement, by: User) -> None:
    Participation.objects.filter(engagement=engagement, name="كينجي موراكامي").update(role="القنصل")


def add_follow_up(engagement: Engagement, by: User) -> None:
    Commitment.objects.create(engagement=engagement, kind="agreed", text="وعد آخر")


def add_topic(engagement: Engagement, by: User) -> None:
    engagement.topics.add(Topic.objects.get(code="industry"))


def change_title(engagement: Engagement, by: User) -> None:
    Engagement.objects.filter(pk=engagement.pk).update(title="عنوان آخر")


def forget_what_it_wrote(engagement: Engagement, by: User) -> None:
    Approval.objects.filter(engagement=engagement).delete()


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (change_follow_up, "changed since"),
        (change_participant, "كينجي موراكامي"),
        (add_follow_up, "changed since"),
        (add_topic, "changed since"),
        (change_title, "عنوان آخر"),
        (forget_what_it_wrote, "older version"),
    ],
)
def test_it_is_refused_when_something_was_built_on_it(
    draft: Draft, editor: User, act: Any, reason: str
) -> None:
    engagement = approve(draft, editor)
    act(engagement, editor)
    before, trail = everything(), AuditEntry.objects.count()
    (words,) = reopening.obstacles(draft)
    assert reason in words
    with pytest.raises(Refusal) as refused:
        undo_approval(draft, editor)
    assert str(refused.value) == words
    assert everything() == before
    assert AuditEntry.objects.count() == trail


def test_a_source_that_joined_goes_first(
    engagement: Engagement, draft: Draft, second: Draft, editor: User
) -> None:
    join(second, engagement, editor)
    with pytest.raises(Refusal, match="Another source was added since"):
        undo_approval(draft, editor)
    second.refresh_from_db()
    review.take_out(draft=second, by=editor, now=LATER)
    undo_approval(draft, editor)
    assert not Engagement.objects.exists()


def test_a_merge_goes_first_on_either_side(draft: Draft, editor: User) -> None:
    other = hand_made_draft(draft.release, 1)
    kept, gone = approve(draft, editor), approve(other, editor)
    merge = merge_engagements(
        survivor=kept,
        merged=gone,
        unification=Unification(),
        version=version_of(kept, gone),
        by=editor,
        now=NOW,
    )
    for each in (draft, other):
        with pytest.raises(Refusal, match="Another record was merged"):
            undo_approval(each, editor)
    undo(merge=merge, by=editor, now=LATER)
    for each in (draft, other):
        undo_approval(each, editor)
    assert not Engagement.objects.exists()


def test_verdicts_on_the_engagement_are_on_the_draft_then(
    engagement: Engagement, draft: Draft, second: Draft, editor: User
) -> None:
    verdicts.judge(draft=second, other=engagement, judgement=Judgement.DIFFERENT, by=editor, now=NOW)
    assert reopening.obstacles(Draft.objects.get(pk=draft.pk)) == []
    undo_approval(draft, editor)
    said = MatchVerdict.objects.get()
    assert (said.draft, said.other_draft, said.judgement) == (draft, second, "different")


def test_a_source_taken_out_waits_as_it_was_left(engagement: Engagement, second: Draft, editor: User) -> None:
    made = decision(second, city="بنغازي")
    review.merge_into(draft=second, engagement=engagement, decision=made, by=editor, now=NOW)
    second.refresh_from_db()
    review.take_out(draft=second, by=editor, now=LATER)
    assert second.work.get().fields["city"] == ["بنغازي"]


def test_a_rejection_is_taken_back_once(draft: Draft, editor: User, other_editor: User) -> None:
    review.reject(draft=draft, reason=RejectReason.NOT_OURS, note="x", by=editor, now=NOW)
    draft.refresh_from_db()
    reopening.reopen(draft=draft, by=other_editor, now=LATER)
    with pytest.raises(Conflict):
        reopening.reopen(draft=draft, by=editor, now=LATER)
    draft.refresh_from_db()
    assert (draft.status, draft.reason, draft.note, draft.decided_by) == ("pending", "", "", None)
    entry = AuditEntry.objects.get(action="reopened")
    assert (entry.actor, entry.changes) == (other_editor, {"reason": ["not_ours", None]})


@pytest.mark.parametrize("status", ["pending", "rejected"])
def test_what_is_not_approved_is_not_undone(draft: Draft, editor: User, status: str) -> None:
    if status == "rejected":
        review.reject(draft=draft, reason=RejectReason.NOT_OURS, note="", by=editor, now=NOW)
    with pytest.raises(Conflict):
        undo_approval(draft, editor)
    assert draft.status == status


@pytest.mark.django_db(transaction=True)
def test_of_many_who_undo_at_once_one_does(places: None) -> None:
    people = [account(Role.EDITOR, f"editor{number}") for number in range(4)]
    draft = hand_made_draft(submit(people[0]))
    approve(draft, people[0])
    told = race(*(partial(reopening.undo_approval, draft=draft, by=by, now=LATER) for by in people))
    assert len(told) == len(people) - 1
    draft.refresh_from_db()
    assert draft.status == DraftStatus.PENDING
    assert not Engagement.objects.exists()
    assert AuditEntry.objects.filter(subject_type="draft", action="undone").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_approval_is_undone_or_built_upon_but_never_both(places: None) -> None:
    people = [account(Role.EDITOR, f"editor{number}") for number in range(2)]
    draft = hand_made_draft(submit(people[0]))
    engagement = approve(draft, people[0])
    other = hand_made_draft(submit(people[0], "خبر آخر\n"), 1)
    made = decision(other)
    told = race(
        partial(reopening.undo_approval, draft=draft, by=people[0], now=LATER),
        partial(
            review.merge_into, draft=other, engagement=engagement, decision=made, by=people[1], now=LATER
        ),
    )
    assert len(told) == 1
    draft.refresh_from_db()
    other.refresh_from_db()
    assert {draft.status, other.status} in ({"pending"}, {"approved", "merged"})
    assert Engagement.objects.exists() == (draft.status == DraftStatus.APPROVED)
