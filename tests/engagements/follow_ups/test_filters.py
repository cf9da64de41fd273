"""The filters of the list of follow-ups: by what it is about, by who must act, by when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from engagements.follow_ups.ready import quarter
from engagements.models import Commitment, Partner, Unit
from engagements.services.commitments import CommitmentChange, change_commitment
from tests.engagements.follow_ups.conftest import TODAY, found, promised

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import User
    from tests.engagements.conftest import Register


def test_by_partner_topic_and_day_of_the_engagement(register: Register) -> None:
    mine = promised(register, organizations=("شركة هوكوتو",), topics=("mining",), date=date(2026, 5, 1))
    other = promised(register, topics=("training", "mining"), date=date(2026, 6, 1))
    user, partner = register.editor, Partner.objects.get()
    mine_ones, other_ones = ({one.commitments.get().pk} for one in (mine, other))
    assert found(f"partner={partner.pk}", user) == mine_ones
    assert found("topic=training", user) == other_ones
    assert found("topic=training&topic=mining", user) == mine_ones | other_ones
    assert found(f"topic=training&partner={partner.pk}", user) == set()
    assert found("made_since=2026-05-02", user) == other_ones
    assert found("made_until=2026-05-31&made_since=2026-05-01", user) == mine_ones


def test_by_who_must_act_a_unit_with_all_below_it(register: Register) -> None:
    top = Unit.objects.create(name_ar="قطاع الإنتاج")
    below = Unit.objects.create(name_ar="إدارة المصانع", parent=top)
    register.engagement(organizations=("شركة هوكوتو",))
    partner = Partner.objects.get()
    first, second, third, _free = [register.commitment(owner="كلام") for _ in range(4)]
    for one, column in ((first, {"owner_unit": top}), (second, {"owner_unit": below})):
        Commitment.objects.filter(pk=one.pk).update(**column)
    Commitment.objects.filter(pk=third.pk).update(owner_partner=partner)
    user = register.editor
    assert found(f"owned=unit-{top.pk}", user) == {first.pk, second.pk}
    assert found(f"owned=unit-{below.pk}", user) == {second.pk}
    assert found(f"owned=unit-{below.pk}&owned=partner-{partner.pk}", user) == {second.pk, third.pk}
    assert found("owned=unit-0&owned=person-9", user) == set()


def test_the_follow_ups_that_are_assigned_to_an_account(
    register: Register, account: Callable[..., User]
) -> None:
    manager = account("manager")
    mine, _other = register.commitment(), register.commitment()
    Commitment.objects.filter(pk=mine.pk).update(assignee=manager)
    assert found(f"assignee={manager.pk}", register.editor) == {mine.pk}


def test_silent_is_what_was_made_long_ago_and_not_changed_since(
    register: Register, account: Callable[..., User]
) -> None:
    old = promised(register, 2, date=TODAY - timedelta(days=91))
    promised(register, date=TODAY - timedelta(days=90))
    first, second = old.commitments.order_by("pk")
    change = CommitmentChange(first.status, "السفارة", None, first.due_on)
    change_commitment(commitment=first, change=change, by=account("manager"), now=timezone.now())
    assert found("view=silent", register.editor) == {second.pk}


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 11, 22), (date(2026, 10, 1), date(2026, 12, 31))),
        (date(2026, 1, 31), (date(2026, 1, 1), date(2026, 3, 31))),
        (date(2028, 2, 29), (date(2028, 1, 1), date(2028, 3, 31))),
        (date(2026, 6, 30), (date(2026, 4, 1), date(2026, 6, 30))),
    ],
)
def test_the_quarter_of_a_day(day: date, ends: tuple[date, date]) -> None:
    assert quarter(day) == ends


def test_what_is_done_counts_in_its_quarter(register: Register) -> None:
    now, before = register.commitment(), register.commitment()
    Commitment.objects.filter(pk=now.pk).update(status="done", closed_on=date(2026, 10, 1))
    Commitment.objects.filter(pk=before.pk).update(status="done", closed_on=date(2026, 9, 30))
    assert found("view=done", register.editor) == {now.pk}
