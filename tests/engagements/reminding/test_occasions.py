"""When somebody is told of a follow-up: each occasion once, and nobody of what they may not see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from engagements.models import Action, Commitment, Following, Letter, Notice, Subscription, User
from engagements.services import audit
from engagements.services.notices import KEPT_DAYS, LATE, follow, tell_of_changes, write_reminders
from engagements.services.unifying import unify_commitments
from tests.engagements.reminding.conftest import DAY, MORNING, TODAY, change, promised, wants

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import Engagement


def told(user: User, kind: str = "") -> list[Any]:
    rows = Notice.objects.filter(user=user).order_by("pk")
    return list((rows.filter(kind=kind) if kind else rows).values_list("occasion", flat=True))


@pytest.mark.parametrize(
    ("days", "leads"),
    [
        (31, []),
        (30, [30]),
        (28, [30]),
        (26, []),
        (8, []),
        (7, [7]),
        (5, [7]),
        (3, []),
        (1, [1]),
        (0, [0]),
        (-1, []),
    ],
)
def test_due_soon_is_told_on_its_days(
    engagement: Engagement, viewer: User, days: int, leads: list[int]
) -> None:
    """Of several times that have come the last; what was missed for longer than three days is passed over."""
    wants(viewer, "due_soon", 30, 7, 1, 0)
    due = TODAY + timedelta(days=days)
    promised(engagement, due_on=due, assignee=viewer)
    assert write_reminders(now=MORNING) == len(leads)
    assert told(viewer) == [f"{due}/{lead}" for lead in leads]


@pytest.mark.parametrize(("late", "week"), [(0, None), (1, 0), (7, 0), (8, 1), (15, 2), (200, 28)])
def test_overdue_is_told_on_the_first_day_and_every_week(
    engagement: Engagement, viewer: User, late: int, week: int | None
) -> None:
    wants(viewer, "overdue")
    due = TODAY - timedelta(days=late)
    promised(engagement, due_on=due, assignee=viewer)
    write_reminders(now=MORNING)
    assert told(viewer) == ([] if week is None else [f"{due}+{week}"])


def test_a_month_of_mornings_tells_each_occasion_once(engagement: Engagement, viewer: User) -> None:
    wants(viewer, "due_soon", 7, 1)
    wants(viewer, "overdue")
    due = TODAY + timedelta(days=7)
    promised(engagement, due_on=due, assignee=viewer)
    days = [day for day in range(30) for _twice in range(2) if write_reminders(now=MORNING + day * DAY)]
    assert days == [0, 6, 8, 15, 22, 29]
    assert told(viewer) == [f"{due}/7", f"{due}/1", *[f"{due}+{week}" for week in range(4)]]


def test_what_was_missed_is_told_once_when_it_runs_again(engagement: Engagement, viewer: User) -> None:
    """Nothing ran for a month: one reminder, not four."""
    wants(viewer, "overdue")
    promised(engagement, due_on=TODAY, assignee=viewer)
    write_reminders(now=MORNING + DAY)
    assert write_reminders(now=MORNING + 30 * DAY) == 1
    assert len(told(viewer)) == 2


def test_another_due_date_is_another_occasion(engagement: Engagement, viewer: User, manager: User) -> None:
    wants(viewer, "due_soon", 7)
    (one,) = promised(engagement, due_on=TODAY + 7 * DAY, assignee=viewer)
    assert write_reminders(now=MORNING) == 1
    change(one, manager, due_on=TODAY + 8 * DAY)
    assert write_reminders(now=MORNING) == 0
    assert write_reminders(now=MORNING + DAY) == 1


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_nobody_is_reminded_of_what_is_closed(engagement: Engagement, viewer: User, status: str) -> None:
    wants(viewer, "due_soon", 7)
    wants(viewer, "overdue")
    closed: dict[str, Any] = {"status": status, "closed_on": TODAY, "assignee": viewer}
    promised(engagement, due_on=TODAY + 7 * DAY, **closed)
    promised(engagement, due_on=TODAY - DAY, **closed)
    assert write_reminders(now=MORNING) == 0


def test_only_those_who_asked_and_only_of_theirs(
    engagement: Engagement, viewer: User, manager: User, account: Callable[..., User]
) -> None:
    other, gone = account("registrar"), account("admin")
    for user in (viewer, manager, gone):
        wants(user, "overdue")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    (mine,) = promised(engagement, due_on=TODAY - DAY, assignee=viewer)
    promised(engagement, due_on=TODAY - DAY, assignee=other)
    promised(engagement, due_on=TODAY - DAY, assignee=gone)
    promised(engagement, due_on=TODAY - DAY)
    follow(commitment=mine, by=manager, wanted=True)
    assert write_reminders(now=MORNING) == 2
    assert {(one.user, one.commitment) for one in Notice.objects.all()} == {(viewer, mine), (manager, mine)}
    follow(commitment=mine, by=manager, wanted=False)
    assert not Following.objects.exists()


def test_what_is_restricted_is_told_to_those_who_may_see_it(
    secret: Engagement, viewer: User, manager: User
) -> None:
    rows = []
    for user in (viewer, manager):
        wants(user, "overdue")
        wants(user, "changed")
        wants(user, "assigned")
        rows += promised(secret, due_on=TODAY - DAY, assignee=user)
    write_reminders(now=MORNING)
    (boss,) = [User.objects.get(username="editor")]
    for row in rows:
        entry = audit.write(
            by=boss, action=Action.CHANGED, subject=row, now=MORNING, changes={"assignee": (None, "x")}
        )
        tell_of_changes(entries=[entry])
    assert told(viewer) == []
    assert {one.kind for one in Notice.objects.filter(user=manager)} == {"overdue", "assigned"}


def test_a_change_is_told_to_whom_it_concerns(
    engagement: Engagement, viewer: User, manager: User, account: Callable[..., User]
) -> None:
    follower = account("registrar")
    for user in (viewer, manager, follower):
        wants(user, "assigned")
        wants(user, "changed")
    (one,) = promised(engagement)
    follow(commitment=one, by=follower, wanted=True)
    follow(commitment=one, by=manager, wanted=True)
    change(one, manager, assignee=viewer)
    assert {(row.user, row.kind) for row in Notice.objects.all()} == {
        (viewer, "assigned"),
        (follower, "changed"),
    }
    change(one, manager, status="done")
    assert [row.kind for row in Notice.objects.filter(user=viewer).order_by("pk")] == ["assigned", "changed"]
    row = Notice.objects.filter(user=viewer, kind="changed").get()
    assert (row.by, row.entry and row.entry.changes) == (manager, {"status": ["open", "done"]})
    assert not Notice.objects.filter(user=manager).exists()


def test_a_change_that_fails_tells_nobody(engagement: Engagement, viewer: User, manager: User) -> None:
    wants(viewer, "changed")
    (one,) = promised(engagement, assignee=viewer)
    with transaction.atomic():
        change(one, manager, status="done")
        assert Notice.objects.count() == 1
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_many_changes_are_one_statement(engagement: Engagement, viewer: User, manager: User) -> None:
    wants(viewer, "changed", by_mail=True)
    rows = promised(engagement, 300, assignee=viewer)
    entries = [
        audit.write(
            by=manager, action=Action.CHANGED, subject=row, now=MORNING, changes={"status": ("open", "done")}
        )
        for row in rows
    ]
    for _twice in range(2):
        with CaptureQueriesContext(connection) as captured:
            tell_of_changes(entries=entries)
        assert len(captured) == 1
        assert Notice.objects.count() == 300
    tell_of_changes(entries=[])


@pytest.mark.parametrize("size", [3, 300])
def test_a_morning_is_as_many_statements_for_300_as_for_3(
    engagement: Engagement, viewer: User, size: int
) -> None:
    wants(viewer, "due_soon", 30, 7)
    wants(viewer, "overdue")
    promised(engagement, size, due_on=TODAY + 7 * DAY, assignee=viewer)
    promised(engagement, size, due_on=TODAY - DAY, assignee=viewer)
    with CaptureQueriesContext(connection) as captured:
        assert write_reminders(now=MORNING) == 2 * size
    statements = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
    assert len(statements) == 3


def test_old_notices_are_forgotten(engagement: Engagement, viewer: User) -> None:
    wants(viewer, "overdue")
    (one,) = promised(engagement, due_on=TODAY - DAY, assignee=viewer)
    write_reminders(now=MORNING)
    Commitment.objects.filter(pk=one.pk).update(status="done", closed_on=TODAY)
    write_reminders(now=MORNING + KEPT_DAYS * DAY)
    assert Notice.objects.count() == 1
    write_reminders(now=MORNING + (KEPT_DAYS + 1) * DAY)
    assert not Notice.objects.exists()


def test_follow_ups_that_become_one_keep_who_follows(
    engagement: Engagement, viewer: User, manager: User
) -> None:
    gone, kept = promised(engagement, 2, due_on=TODAY - DAY, assignee=viewer)
    wants(viewer, "overdue")
    wants(manager, "overdue")
    for one, user in ((gone, manager), (gone, viewer), (kept, viewer)):
        follow(commitment=one, by=user, wanted=True)
    write_reminders(now=MORNING)
    unify_commitments(gone, kept, {})
    assert set(Following.objects.values_list("user", "commitment")) == {
        (manager.pk, kept.pk),
        (viewer.pk, kept.pk),
    }
    assert set(Notice.objects.values_list("user", "commitment")) == {
        (manager.pk, kept.pk),
        (viewer.pk, kept.pk),
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "overdue", "in_app": False, "by_mail": False},
        {"kind": "silence", "in_app": True, "by_mail": True, "days": [90]},
        {"kind": "silence", "by_mail": True, "days": []},
        {"kind": "due_soon", "in_app": True, "days": []},
        {"kind": "due_soon", "in_app": True, "days": [6, 5, 4, 3, 2, 1]},
        {"kind": "due_soon", "in_app": True, "days": [366]},
        {"kind": "overdue", "in_app": True, "days": [1]},
        {"kind": "hourly", "in_app": True},
    ],
    ids=range(8),
)
def test_the_database_refuses_what_cannot_be(viewer: User, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        Subscription.objects.create(user=viewer, **wrong)


def test_a_letter_of_a_week_begins_on_a_sunday(viewer: User) -> None:
    with pytest.raises(IntegrityError):
        Letter.objects.create(user=viewer, kind="managers", day=date(2026, 11, 24), at=MORNING)


def test_late_is_less_than_a_week() -> None:
    """Else a reminder of one lead time could come after that of the next week."""
    assert 0 < LATE < 7
