"""What workers do. Arguments are ids; the database says what there is to do, the message only wakes a worker."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from ingest.services import parsing, queueing


@shared_task(name=queueing.PARSE_RELEASE)
def parse_release(release_id: int) -> None:
    """Reads one release, unless another worker has it or it is done. Safe to run any number of times."""
    parsing.parse(release_id, clock=timezone.now)


@shared_task(name="ingest.tasks.sweep")
def sweep() -> int:
    """Enqueues again what the broker or a dead worker lost. Returns how many."""
    now = timezone.now()
    waiting_since = now - timedelta(seconds=settings.REQUEUE_AFTER_SECONDS)
    return queueing.enqueue_lost(now=now, waiting_since=waiting_since)
