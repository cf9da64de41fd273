"""The state of the work: what waits, since when, and what failed."""

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
    """The number of releases that wait to be read, and the seconds that the oldest has waited."""

    number: int
    seconds: float


def unread(now: datetime) -> Unread:
    found = Release.objects.filter(status__in=UNREAD).aggregate(number=Count("pk"), oldest=Min("enqueued_at"))
    oldest: datetime | None = found["oldest"]
    return Unread(found["number"], (now - oldest).total_seconds() if oldest else 0.0)


def failed() -> int:
    """The number of releases that could not be read."""
    return Release.objects.failed().count()


def drafts(now: datetime) -> int:
    """The number of drafts that wait for a decision and are not put off."""
    return Draft.objects.awake(timezone.localdate(now)).count()


def letters_failed(now: datetime) -> int:
    """The number of letters of the last week that the mail server refused."""
    return Letter.objects.filter(state=LetterState.FAILED, at__gte=now - timedelta(days=7)).count()


def queue_depths() -> dict[str, int]:
    """The number of messages in each queue of the broker; empty if it is no Redis or Valkey.

    Raises `config.watching.shared.AWAY`.
    """
    line = server()
    if line is None or not settings.CELERY_BROKER_URL.startswith(("redis", "unix")):
        return {}
    return {queue: line.llen(queue) for queue in QUEUES}
