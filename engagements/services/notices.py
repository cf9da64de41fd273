"""Notices: written when a follow-up changes and every morning, read, and which follow-ups somebody follows.

Nobody else sees them, so reading and following leave no trail.
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
"""So many days a reminder before a due date may be late (nothing ran); after that it is passed over."""
KEPT_DAYS = 400
"""So long notices are kept."""


def tell_of_changes(*, entries: Iterable[AuditEntry]) -> None:
    """Tells those to whom a follow-up is assigned, and those who follow it, of what these entries say of it.

    To be called in the transaction of the change, once for all that was changed together. One statement.
    """
    numbers = [entry.pk for entry in entries]
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(CHANGED, {"entries": numbers})


@transaction.atomic
def write_reminders(*, now: datetime) -> int:
    """Writes what is due soon and what is overdue today, unless it was written, and forgets what is old.

    May run at any time and as often as it likes. Returns how many were written.
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
    """Marks it, and what was told with it, as read. Returns how many that were."""
    return Notice.objects.like(notice).unread().update(read_at=now)


def read_all(*, by: User, until: datetime, now: datetime) -> int:
    """Marks all that `by` was told up to `until` as read: not what came while they looked."""
    return Notice.objects.filter(user=by, at__lte=until).unread().update(read_at=now)


def follow(*, commitment: Commitment, by: User, wanted: bool) -> None:
    """From now on `by` is told of it as if it were theirs, or no more."""
    if wanted:
        Following.objects.get_or_create(user=by, commitment=commitment)
    else:
        Following.objects.filter(user=by, commitment=commitment).delete()


def carry_over(*, gone: Commitment, kept: Commitment) -> None:
    """Two follow-ups become one: who followed the one follows the other, and was told of the other. It stays so if
    the merge is undone. To be called before `gone` is deleted."""
    for model, mine in ((Following, ["user_id"]), (Notice, ["user_id", "kind", "occasion"])):
        same = {name: OuterRef(name) for name in mine}
        there = model._base_manager.filter(commitment=kept, **same)
        model._base_manager.filter(~Exists(there), commitment=gone).update(commitment=kept)
