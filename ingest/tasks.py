"""What workers do. Arguments are ids; the database says what there is to do, the message only wakes a worker."""

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
"""Some fifteen seconds of work."""


@shared_task(name=queueing.PARSE_RELEASE)
def parse_release(release_id: int) -> str:
    """Reads one release, unless another worker has it or it is done. Safe to run any number of times.

    Returns what became of it, for the figures of those who watch.
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
    """The same for a release that is a scan. Takes seconds a page, so it has workers of its own."""
    parsing.parse(release_id, clock=timezone.now, lane=Lane.SCAN)
    pairing.pair_release(release_id)
    done_reports.look(release_id, now=timezone.now())
    return parsing.outcome(release_id)


@shared_task(name="ingest.tasks.sweep")
def sweep() -> int:
    """Enqueues again what the broker or a dead worker lost. Returns how many."""
    now = timezone.now()
    return queueing.enqueue_lost(
        now=now,
        waiting_since=now - timedelta(seconds=settings.REQUEUE_AFTER_SECONDS),
        archive_waiting_since=now - timedelta(seconds=settings.REQUEUE_ARCHIVE_AFTER_SECONDS),
    )


@shared_task(name="ingest.tasks.pair_drafts")
def pair_drafts() -> int:
    """Looks up what drafts may tell again of, where that was not done or is to be done again. Returns how many."""
    return pairing.catch_up(at_most=PAIRED_A_ROUND)


@shared_task(name="ingest.tasks.prune_work")
def prune_work() -> int:
    """Forgets what editors typed long ago into drafts that others decided. Returns how many forms."""
    return unfinished.prune(now=timezone.now())


@shared_task(name="ingest.tasks.watch_folder")
def watch_folder() -> int:
    """Takes in what lies in the watched folder. Returns how many files."""
    if not settings.WATCH_FOLDER:
        return 0
    try:
        return folder.take_in(Path(settings.WATCH_FOLDER), by=intake_account(), now=timezone.now())
    except OSError as error:
        # A network drive may be away; the next round tries again.
        logger.warning("the watched folder cannot be used: %s", error)
        return 0


@shared_task(name="ingest.tasks.fetch_mail")
def fetch_mail() -> int:
    """Takes in what arrived in the mailbox. Returns how many messages."""
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
