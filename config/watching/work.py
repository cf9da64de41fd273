"""How the work stands: what waits, since when, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from config.watching.shared import server
from engagements.models import Letter, LetterState
from ingest.models import Draft, Release, ReleaseStatus

QUEUES = ("celery", "archive", "scans", "archive-scans")
"""The queues that workers serve (docs/operations.md)."""
UNREAD = (ReleaseStatus.RECEIVED, ReleaseStatus.READING, ReleaseStatus.EXTRACTING)


@dataclass(frozen=True, slots=True)
class Work:
    """Numbers of records, and for how many seconds the oldest unread release waits."""

    waiting: int
    waiting_seconds: float
    failed: int
    drafts: int
    letters_failed: int


def state(now: datetime) -> Work:
    """In a query for each line; each has its index."""
    unread = Release.objects.filter(status__in=UNREAD)
    oldest: datetime | None = unread.aggregate(oldest=Min("enqueued_at"))["oldest"]
    return Work(
        waiting=unread.count(),
        waiting_seconds=(now - oldest).total_seconds() if oldest else 0.0,
        failed=Release.objects.failed().count(),
        drafts=Draft.objects.awake(timezone.localdate(now)).count(),
        letters_failed=Letter.objects.filter(
            state=LetterState.FAILED, at__gte=now - timedelta(days=7)
        ).count(),
    )


def queue_depths() -> dict[str, int]:
    """How many messages wait in each queue of the broker; nothing if the broker is none that can be asked.

    Raises `config.watching.shared.AWAY`.
    """
    line = server()
    if line is None or not settings.CELERY_BROKER_URL.startswith(("redis", "unix")):
        return {}
    return {queue: line.llen(queue) for queue in QUEUES}
