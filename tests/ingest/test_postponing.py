"""A draft is put off until a day, and comes back by itself."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from engagements.errors import Conflict, Refusal
from engagements.models import AuditEntry, User
from engagements.permissions import Role
from ingest.models import Draft, DraftStatus, RejectReason
from ingest.models.draft_queries import DraftQuerySet
from ingest.services import postponing, review
from tests.ingest.conftest import NOW, account, decision, hand_made_draft, submit
from tests.ingest.racing import race

TODAY = timezone.localdate(NOW)
UNTIL = TODAY + timedelta(days=7)


def test_it_is_out_of_the_queue_until_the_day(draft: Draft, editor: User) -> None:
    postponing.postpone(draft=draft, until=UNTIL, note="حتى يرد القسم", by=editor, now=NOW)
    draft.refresh_from_db()
    assert (draft.status, draft.postponed_until, draft.note) == ("pending", UNTIL, "حتى يرد القسم")
    assert list(Draft.objects.filter(DraftQuerySet.is_put_off(TODAY))) == [draft]
    assert not Draft.objects.awake(TODAY).exists()
    assert not Draft.objects.awake(UNTIL - timedelta(days=1)).exists()
    assert list(Draft.objects.awake(UNTIL)) == [draft]
    entry = AuditEntry.objects.get(subject_type="draft")
    assert entry.changes == {"postponed_until": [None, UNTIL.isoformat()]}
    assert entry.note == "حتى يرد القسم"


def test_a_second_press_does_nothing_and_another_day_does(draft: Draft, editor: User) -> None:
    for until in (UNTIL, UNTIL, UNTIL + timedelta(days=1)):
        postponing.postpone(draft=draft, until=until, note="", by=editor, now=NOW)
    assert AuditEntry.objects.filter(action="postponed").count() == 2


@pytest.mark.parametrize("days", [0, -1])
def test_only_a_day_to_come(draft: Draft, editor: User, days: int) -> None:
    with pytest.raises(Refusal) as refused:
        postponing.postpone(draft=draft, until=TODAY + timedelta(days=days), note="", by=editor, now=NOW)
    assert refused.value.field == "day"


def test_what_is_decided_is_not_put_off_and_a_decision_ends_it(draft: Draft, editor: User) -> None:
    postponing.postpone(draft=draft, until=UNTIL, note="later", by=editor, now=NOW)
    review.approve(draft=draft, decision=decision(draft), by=editor, now=NOW)
    draft.refresh_from_db()
    assert (draft.postponed_until, draft.note) == (None, "")
    with pytest.raises(Conflict, match="editor"):
        postponing.postpone(draft=draft, until=UNTIL, note="", by=editor, now=NOW)


def test_it_is_brought_back_once(draft: Draft, editor: User) -> None:
    postponing.postpone(draft=draft, until=UNTIL, note="later", by=editor, now=NOW)
    draft.refresh_from_db()
    postponing.wake(draft=draft, by=editor, now=NOW)
    with pytest.raises(Conflict):
        postponing.wake(draft=draft, by=editor, now=NOW)
    draft.refresh_from_db()
    assert (draft.status, draft.postponed_until, draft.note) == ("pending", None, "")
    entry = AuditEntry.objects.get(action="undone")
    assert entry.changes == {"postponed_until": [UNTIL.isoformat(), None]}


@pytest.mark.django_db(transaction=True)
def test_whoever_puts_off_and_whoever_decides_at_once(places: None) -> None:
    people = [account(Role.EDITOR, f"editor{number}") for number in range(4)]
    draft = hand_made_draft(submit(people[0]))
    told = race(
        *(
            partial(postponing.postpone, draft=draft, until=UNTIL, note="", by=by, now=NOW)
            for by in people[:2]
        ),
        *(
            partial(review.reject, draft=draft, reason=RejectReason.OTHER, note="x", by=by, now=NOW)
            for by in people[2:]
        ),
    )
    draft.refresh_from_db()
    assert (draft.status, draft.postponed_until) == (DraftStatus.REJECTED, None)
    assert AuditEntry.objects.filter(action="rejected").count() == 1
    assert 1 <= len(told) <= 3
