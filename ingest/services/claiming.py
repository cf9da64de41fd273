"""The right to work on a release: held by one worker at a time, until it is done or its lease runs out."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from ingest.models import HELD, Lane, ParseRun, Release, ReleaseStatus, RunStatus
from ingest.services.queueing import enqueue

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
"""So often a release may take its worker down or meet a passing fault, since somebody last asked for it."""
_BACKOFF = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to read a release until `lease`, a time that no other claim on it shares."""

    run: ParseRun
    lease: datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a release has no drafts. `passing`: trying again may help."""

    code: str
    params: dict[str, Any]
    passing: bool = False


@transaction.atomic
def take(release_id: int, *, now: datetime, lane: Lane = Lane.TEXT) -> Claim | None:
    """Claims a release of that lane that waits, or whose worker let its lease run out. None if there is none.

    The conditional UPDATE lets exactly one of many through; a run left over by a dead worker is closed as lost.
    """
    seconds = settings.SCAN_LEASE_SECONDS if lane == Lane.SCAN else settings.PARSE_LEASE_SECONDS
    lease = now + timedelta(seconds=seconds)
    claimed = Release.objects.claimable(now).filter(pk=release_id, lane=lane)
    if claimed.update(status=ReleaseStatus.READING, claimed_until=lease) != 1:
        return None
    runs = ParseRun.objects.filter(release_id=release_id)
    runs.filter(status=RunStatus.RUNNING).update(status=RunStatus.LOST, ended_at=now)
    last = runs.aggregate(last=Max("attempt"))["last"] or 0
    run = ParseRun.objects.create(release_id=release_id, attempt=last + 1, started_at=now)
    if _in_vain(run) >= MAX_ATTEMPTS:
        give_up(Claim(run, lease), Fault("gave_up", {"attempts": MAX_ATTEMPTS}), now=now)
        return None
    return Claim(run, lease)


def _in_vain(run: ParseRun) -> int:
    """How many attempts before this one, in a row, ended with the worker gone or a passing fault."""
    earlier = ParseRun.objects.filter(release_id=run.release_id, attempt__lt=run.attempt)
    settled = earlier.exclude(status=RunStatus.LOST).aggregate(last=Max("attempt"))["last"] or 0
    return run.attempt - 1 - settled


def advance(claim: Claim) -> bool:
    """From reading to extracting, in the transaction that keeps the text. False if the claim is lost."""
    held = Release.objects.filter(
        pk=claim.run.release_id, status=ReleaseStatus.READING, claimed_until=claim.lease
    )
    return held.update(status=ReleaseStatus.EXTRACTING) == 1


@transaction.atomic
def hand_over(claim: Claim, lane: Lane, *, now: datetime) -> None:
    """Gives the release to the workers of another lane; for this one it is done."""
    if not close(claim, ReleaseStatus.RECEIVED, RunStatus.DONE, now=now):
        return
    Release.objects.filter(pk=claim.run.release_id).update(lane=lane, enqueued_at=now)
    transaction.on_commit(partial(enqueue, claim.run.release_id, lane, claim.run.release.way_in))


def give_up(claim: Claim, fault: Fault, *, now: datetime) -> None:
    """Ends the run without drafts: failed with the reason, or back in the queue for later."""
    with transaction.atomic():
        if not fault.passing:
            close(
                claim,
                ReleaseStatus.FAILED,
                RunStatus.FAILED,
                now=now,
                error_code=fault.code[:40],
                error_params=fault.params,
            )
        elif close(claim, ReleaseStatus.RECEIVED, RunStatus.LOST, now=now, error_params=fault.params):
            later = now + _BACKOFF * 2 ** _in_vain(claim.run)
            Release.objects.filter(pk=claim.run.release_id).update(enqueued_at=later)


def close(claim: Claim, status: ReleaseStatus, end: RunStatus, *, now: datetime, **run: Any) -> bool:
    """Moves release and run on together. False, and nothing done, if another worker took over meanwhile."""
    held = Release.objects.filter(pk=claim.run.release_id, status__in=HELD, claimed_until=claim.lease)
    if held.update(status=status, claimed_until=None) != 1:
        logger.warning("release %s: attempt %s came too late", claim.run.release_id, claim.run.attempt)
        return False
    ParseRun.objects.filter(pk=claim.run.pk).update(status=end, ended_at=now, **run)
    return True
