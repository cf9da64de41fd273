"""Notices about follow-ups: written when a follow-up changes and every morning, and read; and following a follow-up.

Only the account itself sees its notices, so reading and following leave no audit entry.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from engagements.models import Following, Notice
from engagements.models.subscription import LONGEST_LEAD
from engagements.reminding.occasions_sql import CHANGED, DUE_SOON, OVERDUE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from engagements.models import AuditEntry, Commitment, User

LATE = 3
"""Days by which a reminder before a due date may be late because nothing ran; after that it is skipped."""
KEPT_DAYS = 400
"""Days for which notices are kept."""


def tell_of_changes(*, entries: Iterable[AuditEntry]) -> None:
    """Writes notices about these audit entries to those to whom the follow-ups are assigned and to those who follow
    them.

    To be called in the transaction of the change, once for everything that was changed together. One statement.
    """
    numbers = [entry.pk for entry in entries]
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(CHANGED, {"entries": numbers})


@transaction.atomic
def write_reminders(*, now: datetime) -> int:
    """Writes the reminders of today (due soon, overdue) that were not written yet, and deletes old notices.

    May run at any time and any number of times. Returns how many were written.
    """
    today = timezone.localdate(now)
    asked: dict[str, Any] = {"now": now, "today": today, "late": LATE}
    soon = {"first": today, "last": today + timedelta(days=LONGEST_LEAD)}
    late = {"first": date.min, "last": today - timedelta(days=1)}
    written = 0
    with connection.cursor() as cursor:
        for statement, days in ((DUE_SOON, soon), (OVERDUE, late)):
            cursor.execute(statement, asked | days)
            written += cursor.rowcount
    Notice.objects.filter(at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    return written


def open_notice(*, notice: Notice, now: datetime) -> int:
    """Marks the notice, and those written by the same act, as read. Returns how many."""
    return Notice.objects.like(notice).unread().update(read_at=now)


def read_all(*, by: User, until: datetime, now: datetime) -> int:
    """Marks the notices of `by` written up to `until` as read, but none that came while the page was open.
    Returns how many.
    """
    return Notice.objects.filter(user=by, at__lte=until).unread().update(read_at=now)


def follow(*, commitment: Commitment, by: User, wanted: bool) -> None:
    """Makes `by` follow the follow-up, or stop following it."""
    if wanted:
        Following.objects.get_or_create(user=by, commitment=commitment)
    else:
        Following.objects.filter(user=by, commitment=commitment).delete()


def carry_over(*, gone: Commitment, kept: Commitment) -> None:
    """Moves followers and notices from follow-up `gone` to `kept`, with which it is united.

    This is not reverted if the merge is undone. To be called before `gone` is deleted.
    """
    for model, mine in ((Following, ["user_id"]), (Notice, ["user_id", "kind", "occasion"])):
        same = {name: OuterRef(name) for name in mine}
        there = model._base_manager.filter(commitment=kept, **same)
        model._base_manager.filter(~Exists(there), commitment=gone).update(commitment=kept)
