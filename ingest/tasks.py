"""The Celery tasks of ingest. Their arguments are ids: the work to do is in the database, a message only wakes a
worker.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from ingest.intake import folder, mailbox
from ingest.intake.account import intake_account
from ingest.models import Lane
from ingest.services import done_reports, pairing, parsing, queueing, unfinished

logger = logging.getLogger(__name__)

PAIRED_A_ROUND = 300
"""The most drafts and engagements paired in one run: some fifteen seconds of work."""


@shared_task(name=queueing.PARSE_RELEASE)
def parse_release(release_id: int) -> str:
    """Reads one release, unless it is done or another worker has it. May run any number of times.

    Returns how the last attempt ended, for logs and figures (`parsing.outcome`).
    """
    parsing.parse(release_id, clock=timezone.now)
    pairing.pair_release(release_id)
    done_reports.look(release_id, now=timezone.now())
    return parsing.outcome(release_id)


@shared_task(
    name=queueing.RECOGNISE_RELEASE,
    time_limit=settings.SCAN_TIME_LIMIT,
    soft_time_limit=settings.SCAN_SOFT_TIME_LIMIT,
)
def recognise_release(release_id: int) -> str:
    """As `parse_release`, for a scan. Recognising takes seconds a page, so scans have workers of their own."""
    parsing.parse(release_id, clock=timezone.now, lane=Lane.SCAN)
    pairing.pair_release(release_id)
    done_reports.look(release_id, now=timezone.now())
    return parsing.outcome(release_id)


@shared_task(name="ingest.tasks.sweep")
def sweep() -> int:
    """Enqueues releases again whose message or worker was lost. Returns how many."""
    now = timezone.now()
    return queueing.enqueue_lost(
        now=now,
        waiting_since=now - timedelta(seconds=settings.REQUEUE_AFTER_SECONDS),
        archive_waiting_since=now - timedelta(seconds=settings.REQUEUE_ARCHIVE_AFTER_SECONDS),
    )


@shared_task(name="ingest.tasks.pair_drafts")
def pair_drafts() -> int:
    """Looks up likely pairs of drafts where that was not done or has to be done again. Returns how many."""
    return pairing.catch_up(at_most=PAIRED_A_ROUND)


@shared_task(name="ingest.tasks.prune_work")
def prune_work() -> int:
    """Deletes old unfinished forms over drafts that others decided. Returns how many."""
    return unfinished.prune(now=timezone.now())


@shared_task(name="ingest.tasks.watch_folder")
def watch_folder() -> int:
    """Takes in the files that are ready in the watched folder. Returns how many."""
    if not settings.WATCH_FOLDER:
        return 0
    try:
        return folder.take_in(Path(settings.WATCH_FOLDER), by=intake_account(), now=timezone.now())
    except OSError as error:
        # A network drive may be disconnected; the next run tries again.
        logger.warning("the watched folder cannot be used: %s", error)
        return 0


@shared_task(name="ingest.tasks.fetch_mail")
def fetch_mail() -> int:
    """Takes in new messages of the mailbox. Returns how many."""
    if not settings.MAILBOX_URL:
        return 0
    account = mailbox.Account.from_url(settings.MAILBOX_URL)
    try:
        return mailbox.fetch(
            account, by=intake_account(), now=timezone.now(), senders=settings.MAILBOX_SENDERS
        )
    except mailbox.FAULTS as error:
        logger.warning("the mailbox cannot be read: %s", error)
        return 0
