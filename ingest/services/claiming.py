"""The right to work on a release. One worker at a time has it, until it is done or its lease runs out."""

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
"""The most attempts in a row that may end with a dead worker or a passing fault."""
_BACKOFF = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to read a release until `lease`. That time identifies the claim: a later claim has a later lease."""

    run: ParseRun
    lease: datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an attempt gave no drafts. `passing`: a later attempt may succeed."""

    code: str
    params: dict[str, Any]
    passing: bool = False


@transaction.atomic
def take(release_id: int, *, now: datetime, lane: Lane = Lane.TEXT) -> Claim | None:
    """Claims the release for a worker of `lane`. None if it is not there, in another lane, done, or held by somebody
    else.

    Of many workers, the conditional UPDATE lets exactly one through. The run of a worker that died is closed as lost.
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
    """How many attempts in a row, just before this one, ended because the worker died or a passing fault came up."""
    earlier = ParseRun.objects.filter(release_id=run.release_id, attempt__lt=run.attempt)
    settled = earlier.exclude(status=RunStatus.LOST).aggregate(last=Max("attempt"))["last"] or 0
    return run.attempt - 1 - settled


def advance(claim: Claim) -> bool:
    """Moves the release from reading to extracting; called in the transaction that keeps the text. False if the
    claim is lost.
    """
    held = Release.objects.filter(
        pk=claim.run.release_id, status=ReleaseStatus.READING, claimed_until=claim.lease
    )
    return held.update(status=ReleaseStatus.EXTRACTING) == 1


@transaction.atomic
def hand_over(claim: Claim, lane: Lane, *, now: datetime) -> None:
    """Puts the release in the queue of another lane and ends this lane's run."""
    if not close(claim, ReleaseStatus.RECEIVED, RunStatus.DONE, now=now):
        return
    Release.objects.filter(pk=claim.run.release_id).update(lane=lane, enqueued_at=now)
    transaction.on_commit(partial(enqueue, claim.run.release_id, lane, claim.run.release.way_in))


def give_up(claim: Claim, fault: Fault, *, now: datetime) -> None:
    """Ends the run without drafts: the release has failed, or after a passing fault goes back to the queue for
    later.
    """
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
    """Ends the run and moves the release to `status`. `run` are further columns of the ParseRun.

    False, and nothing is changed, if another worker has taken over meanwhile.
    """
    held = Release.objects.filter(pk=claim.run.release_id, status__in=HELD, claimed_until=claim.lease)
    if held.update(status=status, claimed_until=None) != 1:
        logger.warning("release %s: attempt %s came too late", claim.run.release_id, claim.run.attempt)
        return False
    ParseRun.objects.filter(pk=claim.run.pk).update(status=end, ended_at=now, **run)
    return True
