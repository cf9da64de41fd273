"""Many follow-ups changed at once, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagements.errors import Conflict
from engagements.models import AuditEntry, Commitment, Engagement, Tally, Unit
from engagements.permissions import Refused
from engagements.services.bulk_changes import Wish, change_many, plan, undo_many
from engagements.services.commitments import CommitmentChange, change_commitment
from tests.engagements.follow_ups.conftest import DAY, NOW, as_rows, seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import User
    from tests.engagements.conftest import Register


def test_a_wish_leaves_what_it_does_not_name(three: list[Commitment], manager: User) -> None:
    unit = Unit.objects.create(name_ar="إدارة المواصفات")
    wish = Wish(assignee=(manager,), owner=(unit.name_ar, unit), later=7, reason="تأجل الاجتماع")
    bulk = change_many(seen=seen(*three), wish=wish, by=manager, now=NOW)
    due, undated, done = Commitment.objects.order_by("pk")
    assert (due.due_on, undated.due_on) == (DAY + timedelta(days=7), None)
    assert {one.owner_unit for one in (due, undated, done)} == {unit}
    assert {one.assignee for one in (due, undated, done)} == {manager}
    assert [one.status for one in (due, undated, done)] == ["open", "open", "done"]
    assert (len(bulk.changes), bulk.refused) == (3, [])


def test_each_row_has_its_own_entry_with_the_reason(three: list[Commitment], manager: User) -> None:
    change_many(seen=seen(*three[:2]), wish=Wish(status="dropped", reason="ألغي"), by=manager, now=NOW)
    entries = AuditEntry.objects.filter(action="changed").order_by("subject_id")
    assert [entry.subject_id for entry in entries] == [one.pk for one in three[:2]]
    assert {(entry.note, str(entry.changes["status"])) for entry in entries} == {
        ("ألغي", "['open', 'dropped']")
    }


def test_what_the_rules_refuse_is_told_and_the_rest_is_done(three: list[Commitment], manager: User) -> None:
    bulk = change_many(seen=seen(*three), wish=Wish(status="in_progress"), by=manager, now=NOW)
    assert [one["number"] for one in bulk.changes] == [one.pk for one in three[:2]]
    assert [one["number"] for one in bulk.refused] == [three[2].pk]
    assert bulk.refused[0]["why"]


def test_the_preview_says_what_will_be_done(three: list[Commitment], manager: User) -> None:
    wish = Wish(status="in_progress", due_on=(DAY,))
    planned = plan(three, wish)
    assert [one.status for one in planned] == [("open", "in_progress"), ("open", "in_progress"), None]
    assert [one.due_on for one in planned] == [None, (None, DAY), None]
    assert [bool(one.why) for one in planned] == [False, False, True]
    bulk = change_many(seen=seen(*three), wish=wish, by=manager, now=NOW)
    assert [one["number"] for one in bulk.changes] == [one.commitment.pk for one in planned if one.changes]
    assert [one["why"] for one in bulk.refused] == [one.why for one in planned if one.why]


@pytest.mark.parametrize(
    ("due", "wish"),
    [
        (DAY, Wish(due_on=(date(2101, 1, 1),), reason="لسبب")),
        (DAY, Wish(due_on=(date(1989, 12, 31),), reason="لسبب")),
        (date(2100, 12, 31), Wish(later=1, reason="لسبب")),
        (date(9999, 12, 30), Wish(later=3650, reason="لسبب")),
        (DAY, Wish(later=10**12, reason="لسبب")),
    ],
)
def test_a_due_date_that_nobody_means_is_refused_in_its_row(
    three: list[Commitment], manager: User, due: date, wish: Wish
) -> None:
    Commitment.objects.filter(pk=three[0].pk).update(due_on=due)
    one = Commitment.objects.get(pk=three[0].pk)
    (planned,) = plan([one], wish)
    assert "1990" in planned.why
    bulk = change_many(seen=seen(one), wish=wish, by=manager, now=NOW)
    assert (bulk.changes, [row["why"] for row in bulk.refused]) == ([], [planned.why])
    assert Commitment.objects.get(pk=one.pk).due_on == due


def test_the_first_and_the_last_day_can_be_due(three: list[Commitment], manager: User) -> None:
    for day in (date(1990, 1, 1), date(2100, 12, 31)):
        one = Commitment.objects.get(pk=three[0].pk)
        change_many(seen=seen(one), wish=Wish(due_on=(day,), reason="لسبب"), by=manager, now=NOW)
        assert Commitment.objects.get(pk=one.pk).due_on == day


def test_what_somebody_changed_since_it_was_seen_is_left(three: list[Commitment], manager: User) -> None:
    known = seen(*three)
    Commitment.objects.filter(pk=three[0].pk).update(owner="السفارة")
    bulk = change_many(seen=known, wish=Wish(assignee=(manager,)), by=manager, now=NOW)
    assert [one["number"] for one in bulk.refused] == [three[0].pk]
    assert Commitment.objects.get(pk=three[0].pk).assignee is None


def test_what_is_so_already_is_neither_changed_nor_refused(three: list[Commitment], manager: User) -> None:
    bulk = change_many(seen=seen(*three), wish=Wish(status="done"), by=manager, now=NOW)
    assert three[2].pk not in {one["number"] for one in (*bulk.changes, *bulk.refused)}


def test_restricted_ones_do_not_exist_for_who_may_not_see_them(
    three: list[Commitment], account: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = account("viewer")
    monkeypatch.setattr(type(viewer), "may", lambda self, permission: permission == "manage_commitments")
    Engagement.objects.filter(pk=three[0].engagement_id).update(confidentiality="restricted")
    bulk = change_many(seen=seen(*three), wish=Wish(assignee=(viewer,)), by=viewer, now=NOW)
    assert three[0].pk not in {one["number"] for one in (*bulk.changes, *bulk.refused)}
    assert Commitment.objects.get(pk=three[0].pk).assignee is None


def test_others_may_neither_change_nor_take_back(
    three: list[Commitment], account: Callable[..., User]
) -> None:
    manager, viewer = account("manager"), account("viewer")
    with pytest.raises(Refused):
        change_many(seen=seen(*three), wish=Wish(status="done"), by=viewer, now=NOW)
    bulk = change_many(seen=seen(*three), wish=Wish(status="done"), by=manager, now=NOW)
    with pytest.raises(Refused):
        undo_many(bulk=bulk, by=viewer, now=NOW)


def test_a_date_that_is_not_there_cannot_be_moved_and_that_is_said(
    three: list[Commitment], manager: User
) -> None:
    undated = three[1]
    alone = plan([undated], Wish(later=14, reason="late"))[0]
    assert (alone.changes, alone.field, bool(alone.why)) == (False, "later", True)
    both = plan([undated], Wish(later=14, assignee=(manager,), reason="late"))[0]
    assert (both.changes, both.why) == (True, "")


def test_undoing_makes_every_row_again_what_it_was(three: list[Commitment], manager: User) -> None:
    before = as_rows()
    wish = Wish(status="done", owner=("السفارة", None), due_on=(DAY + timedelta(days=1),), reason="لسبب")
    bulk = change_many(seen=seen(*three[:2]), wish=wish, by=manager, now=NOW)
    assert as_rows() != before
    undone = undo_many(bulk=bulk, by=manager, now=NOW + timedelta(minutes=1))
    assert as_rows() == before
    assert (undone.left, undone.undone_by) == ([], manager)
    assert AuditEntry.objects.filter(action="changed").count() == 4
    assert set(AuditEntry.objects.filter(action="changed").values_list("note", flat=True)) == {"لسبب", ""}


def test_undoing_leaves_what_somebody_changed_since(three: list[Commitment], manager: User) -> None:
    bulk = change_many(seen=seen(*three), wish=Wish(assignee=(manager,)), by=manager, now=NOW)
    first = Commitment.objects.get(pk=three[0].pk)
    later = CommitmentChange(first.status, "السفارة", first.assignee, first.due_on)
    change_commitment(commitment=first, change=later, by=manager, now=NOW + timedelta(minutes=1))
    second = Commitment.objects.get(pk=three[1].pk)
    for assignee in (None, manager):  # there and back is a change, too
        second = change_commitment(
            commitment=second,
            change=CommitmentChange(second.status, second.owner, assignee, second.due_on),
            by=manager,
            now=NOW + timedelta(minutes=2),
        )
    undone = undo_many(bulk=bulk, by=manager, now=NOW + timedelta(minutes=3))
    assert undone.left == [three[0].pk, three[1].pk]
    assert [one.assignee for one in Commitment.objects.order_by("pk")] == [manager, manager, None]


def test_it_is_undone_once(three: list[Commitment], manager: User) -> None:
    bulk = change_many(seen=seen(*three), wish=Wish(assignee=(manager,)), by=manager, now=NOW)
    undo_many(bulk=bulk, by=manager, now=NOW)
    with pytest.raises(Conflict):
        undo_many(bulk=bulk, by=manager, now=NOW)


def test_the_kept_figures_follow(three: list[Commitment], manager: User) -> None:
    bulk = change_many(seen=seen(*three), wish=Wish(status="done"), by=manager, now=NOW)
    open_ones = Tally.objects.filter(shelf="*", what="open-year")
    assert sum(open_ones.values_list("n", flat=True)) == 0
    undo_many(bulk=bulk, by=manager, now=NOW + timedelta(minutes=1))
    assert sum(open_ones.values_list("n", flat=True)) == 2


def test_a_preview_asks_nothing_of_the_database(three: list[Commitment]) -> None:
    with CaptureQueriesContext(connection) as captured:
        plan(three, Wish(status="done", owner=("السفارة", None)))
    assert len(captured) == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_same_rows_at_once_each_row_has_one(
    register: Register, account: Callable[..., User]
) -> None:
    rows = [register.commitment() for _ in range(6)]
    known = {one.pk: one.version for one in Commitment.objects.all()}
    managers = [account("manager", "one"), account("manager", "two")]
    begin, bulks = Barrier(2), {}

    def change(by: User, order: int) -> None:
        try:
            begin.wait(timeout=30)
            numbers = sorted(known, reverse=bool(order))
            bulks[order] = change_many(
                seen={number: known[number] for number in numbers}, wish=Wish(assignee=(by,)), by=by, now=NOW
            )
        finally:
            connection.close()

    threads = [Thread(target=change, args=(by, order)) for order, by in enumerate(managers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    done = [{one["number"] for one in bulks[order].changes} for order in (0, 1)]
    assert done[0] | done[1] == {one.pk for one in rows}
    assert not done[0] & done[1]
    for order, by in enumerate(managers):
        assert {one.pk for one in Commitment.objects.filter(assignee=by)} == done[order]
        assert {one["number"] for one in bulks[order].refused} == set(known) - done[order]
    assert AuditEntry.objects.filter(action="changed").count() == 6


def test_a_wish_of_nobody_takes_the_assignee_away(three: list[Commitment], manager: User) -> None:
    Commitment.objects.update(assignee=manager)
    known = seen(*Commitment.objects.all())
    change_many(seen=known, wish=replace(Wish(), assignee=(None,)), by=manager, now=NOW)
    assert set(Commitment.objects.values_list("assignee", flat=True)) == {None}
