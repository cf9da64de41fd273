"""Sends messages to the workers. A message only wakes a worker; the work to do is in the database."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from celery import current_app
from kombu.exceptions import OperationalError as BrokerError

from ingest.models import Lane, Release, WayIn

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)

PARSE_RELEASE = "ingest.tasks.parse_release"
RECOGNISE_RELEASE = "ingest.tasks.recognise_release"
"""The task for scans, which has a longer time limit."""

_QUEUES = {Lane.TEXT: "celery", Lane.SCAN: "scans"}
"""The broker's queue for each lane. `celery` is Celery's default, so a worker started without options reads texts."""
_ARCHIVE = {Lane.TEXT: "archive", Lane.SCAN: "archive-scans"}
"""Queues for releases from an archive. Workers take from all queues in turn, so no upload waits behind an archive."""

PAUSE_SECONDS = 5.0
"""Seconds without another try after the broker did not answer: an upload of 500 files must not wait 500 times."""


class _Broker:
    """Whether this process could not reach the broker a moment ago."""

    silent_until = 0.0


def enqueue(release_id: int, lane: str = Lane.TEXT, way_in: str = WayIn.UPLOAD) -> bool:
    """Tells the workers of `lane` about the release. False if the broker could not be reached; the sweep tries
    again later.
    """
    if time.monotonic() < _Broker.silent_until:
        return False
    queues = _ARCHIVE if way_in == WayIn.ARCHIVE else _QUEUES
    try:
        task = RECOGNISE_RELEASE if lane == Lane.SCAN else PARSE_RELEASE
        current_app.send_task(task, (release_id,), queue=queues[Lane(lane)], retry=False)
    except (BrokerError, OSError) as error:
        _Broker.silent_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("release %s is not enqueued, the broker is away: %s", release_id, error)
        return False
    return True


def enqueue_lost(
    *,
    now: datetime,
    waiting_since: datetime,
    archive_waiting_since: datetime | None = None,
    at_most: int = 200,
) -> int:
    """Enqueues releases again that have waited since before `waiting_since` without a worker. Returns how many.

    Releases from an archive may wait for hours although their message is fine, so they have a limit of their own
    (`archive_waiting_since`). `enqueued_at` is set before the message is sent, so two sweeps at once send one
    message.
    """
    sent = 0
    lost = Release.objects.lost(now, waiting_since, archive_waiting_since or waiting_since)
    rows = lost.order_by("enqueued_at").values_list("pk", "lane", "way_in")
    for release_id, lane, way_in in list(rows[:at_most]):
        if lost.filter(pk=release_id).update(enqueued_at=now) != 1:
            continue
        if not enqueue(release_id, lane, way_in):
            break
        sent += 1
    return sent
