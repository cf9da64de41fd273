"""Of many who cut a draft anew at once, one does."""

from __future__ import annotations

from functools import partial

import pytest

from engagements.models import AuditEntry
from engagements.permissions import Role
from ingest.models import Draft, DraftStatus
from ingest.proposals.dividing import divide
from ingest.proposals.uniting import unite
from ingest.services import review, splitting
from tests.ingest.conftest import NOW, account, decision, hand_made_draft, submit
from tests.ingest.racing import race
from tests.ingest.recutting.conftest import LATER, PLACED, split, two


@pytest.mark.django_db(transaction=True)
def test_of_many_who_cut_a_draft_anew_one_does(places: None) -> None:
    people = [account(Role.EDITOR, f"editor{number}") for number in range(4)]
    one, other = two(hand_made_draft(submit(people[0])))
    halves = divide(one.proposal, PLACED)
    together = unite(one.proposal, other.proposal).proposal
    told = race(
        partial(splitting.split, draft=one, halves=halves, by=people[0], now=NOW),
        partial(splitting.split, draft=one, halves=halves, by=people[1], now=NOW),
        partial(splitting.join, drafts=(one, other), proposal=together, by=people[2], now=NOW),
        partial(splitting.join, drafts=(other, one), proposal=together, by=people[3], now=NOW),
    )
    assert len(told) == 3
    one.refresh_from_db()
    assert one.status == DraftStatus.REPLACED
    assert AuditEntry.objects.filter(subject_type="draft", subject_id=one.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_half_is_decided_or_put_together_again_but_never_both(places: None) -> None:
    people = [account(Role.EDITOR, f"editor{number}") for number in range(2)]
    draft = hand_made_draft(submit(people[0]))
    first, _ = split(draft, people[0])
    draft.refresh_from_db()
    made = decision(first)
    told = race(
        partial(splitting.undo, draft=draft, by=people[0], now=LATER),
        partial(review.approve, draft=first, decision=made, by=people[1], now=LATER),
    )
    assert len(told) == 1
    draft.refresh_from_db()
    assert Draft.objects.filter(pk=first.pk, status="approved").exists() == (draft.status == "replaced")
