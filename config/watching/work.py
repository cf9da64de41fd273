"""How the work stands: what waits, since when, and what went wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone

from config.watching.shared import server
from engagements.models import Letter, LetterState
from ingest.models import Draft, Release, ReleaseStatus

QUEUES = ("celery", "archive", "scans", "archive-scans")
"""The queues that workers serve (docs/operations.md)."""
UNREAD = (ReleaseStatus.RECEIVED, ReleaseStatus.READING, ReleaseStatus.EXTRACTING)


class Unread(NamedTuple):
    """Releases that wait to be read, and for how many seconds the oldest of them does."""

    number: int
    seconds: float


def unread(now: datetime) -> Unread:
    found = Release.objects.filter(status__in=UNREAD).aggregate(number=Count("pk"), oldest=Min("enqueued_at"))
    oldest: datetime | None = found["oldest"]
    return Unread(found["number"], (now - oldest).total_seconds() if oldest else 0.0)


def failed() -> int:
    """Releases that could not be read."""
    return Release.objects.failed().count()


def drafts(now: datetime) -> int:
    """Drafts that wait for a decision."""
    return Draft.objects.awake(timezone.localdate(now)).count()


def letters_failed(now: datetime) -> int:
    """Letters of the last week that no mail server took."""
    return Letter.objects.filter(state=LetterState.FAILED, at__gte=now - timedelta(days=7)).count()


def queue_depths() -> dict[str, int]:
    """How many messages wait in each queue of the broker; nothing if the broker is none that can be asked.

    Raises `config.watching.shared.AWAY`.
    """
    line = server()
    if line is None or not settings.CELERY_BROKER_URL.startswith(("redis", "unix")):
        return {}
    return {queue: line.llen(queue) for queue in QUEUES}
