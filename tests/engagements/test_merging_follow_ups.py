"""What was reported, shown and planned goes with its follow-up into a merge of engagements, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engagements.auditing.lines import history_of_follow_up
from engagements.errors import Refusal
from engagements.models import Commitment, ProgressUpdate, Proof, Step
from engagements.services.reporting import add_proof_source, report_progress
from engagements.services.steps import StepPlan, add_step
from engagements.services.undoing import undo
from engagements.services.withdrawing import obstacles
from tests.engagements.merging import LATER, NOW, merge

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import Engagement, User
    from tests.engagements.conftest import Register

OF_FOLLOW_UPS = (ProgressUpdate, Proof, Step)


@pytest.fixture
def manager(account: Callable[..., User]) -> User:
    return account("manager")


def work_on(commitment: Commitment, manager: User, register: Register, *, rating: str) -> None:
    report_progress(commitment=commitment, rating=rating, words=f"تقرير {rating}", by=manager, now=NOW)
    add_step(commitment=commitment, plan=StepPlan("خطوة"), by=manager, now=NOW)
    add_proof_source(commitment=commitment, source=register.source(), by=manager, now=NOW)


def places() -> dict[str, list[tuple[int, int]]]:
    return {
        model.__name__: sorted(model._default_manager.values_list("pk", "commitment"))
        for model in OF_FOLLOW_UPS
    }


def test_two_that_become_one_have_it_all(
    register: Register, survivor: Engagement, other: Engagement, manager: User
) -> None:
    ours, theirs = survivor.commitments.get(), other.commitments.get()
    work_on(ours, manager, register, rating="on_track")
    work_on(theirs, manager, register, rating="late")
    Commitment.objects.filter(pk=theirs.pk).update(reference="م-12")
    before, rows = places(), list(Commitment.objects.order_by("pk").values())
    done = merge(register, survivor, other, commitments={theirs.pk: ours.pk})
    assert {pk for found in places().values() for _row, pk in found} == {ours.pk}
    ours.refresh_from_db()
    assert (ours.rating, ours.reference) == ("late", "م-12")
    told = history_of_follow_up(ours).values_list("subject_id", flat=True)
    assert set(told) == {ours.pk, theirs.pk}
    undo(merge=done, by=register.editor, now=LATER)
    assert places() == before
    assert list(Commitment.objects.order_by("pk").values()) == rows


def test_one_that_moved_keeps_what_is_reported_before_and_since(
    register: Register, survivor: Engagement, other: Engagement, manager: User
) -> None:
    theirs = other.commitments.get()
    work_on(theirs, manager, register, rating="on_track")
    done = merge(register, survivor, other)
    moved = Commitment.objects.get(pk=theirs.pk)
    add_step(commitment=moved, plan=StepPlan("خطوة أخرى"), by=manager, now=LATER)
    undo(merge=done, by=register.editor, now=LATER)
    moved.refresh_from_db()
    assert moved.engagement == other
    assert (moved.progress.count(), moved.proofs.count(), moved.steps.count()) == (1, 1, 2)


def test_two_with_numbers_of_their_own_stay_two(
    register: Register, survivor: Engagement, other: Engagement
) -> None:
    ours, theirs = survivor.commitments.get(), other.commitments.get()
    Commitment.objects.filter(pk=ours.pk).update(reference="م-1")
    Commitment.objects.filter(pk=theirs.pk).update(reference="م-2")
    with pytest.raises(Refusal, match="م-1"):
        merge(register, survivor, other, commitments={theirs.pk: ours.pk})
    merge(register, survivor, other)
    assert set(survivor.commitments.values_list("reference", flat=True)) == {"م-1", "م-2"}


def test_an_approval_is_not_undone_under_what_was_reported_since(register: Register, manager: User) -> None:
    commitment = register.commitment()
    assert obstacles(commitment.engagement) == []
    add_step(commitment=commitment, plan=StepPlan("خطوة"), by=manager, now=LATER)
    assert len(obstacles(commitment.engagement)) == 1
