"""Reads one release into drafts: claimed by one worker, finished once, whoever dies meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Max

from engagements.models import Source
from ingest import plugins
from ingest import proposal as proposals
from ingest.extraction import Home, Reading, read
from ingest.extraction.plugins import extend
from ingest.models import Draft, ParseRun, Release, ReleaseStatus, RunStatus
from ingest.reading import ReadError, ReadText, read_in_subprocess

if TYPE_CHECKING:
    from datetime import date

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]

MAX_ATTEMPTS = 5
"""So often a release may take its worker down or meet a passing fault, since somebody last asked for it."""
_BACKOFF = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to read a release until `lease`, a time that no other claim on it shares."""

    run: ParseRun
    lease: datetime


@dataclass(frozen=True, slots=True)
class _Fault:
    """Why a release has no drafts. `passing`: trying again may help."""

    code: str
    params: dict[str, Any]
    passing: bool = False


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What reading gave. `decoded` is None if the text was there from an earlier run."""

    decoded: ReadText | None
    reading: Reading


def parse(release_id: int, *, clock: Clock) -> None:
    """Claims the release and reads it. Does nothing if it is being read or done, or is not there."""
    claim = take(release_id, now=clock())
    if claim is None:
        return
    try:
        outcome = _read(claim.run.release)
    except ReadError as error:
        _give_up(claim, _Fault(error.code.value, error.params), now=clock())
    except SoftTimeLimitExceeded:
        _give_up(claim, _Fault("timeout", {"seconds": settings.CELERY_TASK_SOFT_TIME_LIMIT}), now=clock())
    except (OSError, OperationalError, InterfaceError) as error:
        logger.warning("release %s: a passing fault", release_id, exc_info=True)
        _give_up(claim, _Fault("storage", {"error": type(error).__name__}, passing=True), now=clock())
    except Exception as error:
        # A fault of ours on this one text must not cost the worker, nor the release its page.
        logger.exception("release %s could not be read", release_id)
        _give_up(claim, _Fault("internal", {"error": type(error).__name__}), now=clock())
    else:
        _finish(claim, outcome, now=clock())


@transaction.atomic
def take(release_id: int, *, now: datetime) -> Claim | None:
    """Claims a release that waits, or whose worker let its lease run out. None if there is nothing to claim.

    The conditional UPDATE lets exactly one of many through; a run left over by a dead worker is closed as lost.
    """
    lease = now + timedelta(seconds=settings.PARSE_LEASE_SECONDS)
    claimed = Release.objects.claimable(now).filter(pk=release_id)
    if claimed.update(status=ReleaseStatus.READING, claimed_until=lease) != 1:
        return None
    runs = ParseRun.objects.filter(release_id=release_id)
    runs.filter(status=RunStatus.RUNNING).update(status=RunStatus.LOST, ended_at=now)
    last = runs.aggregate(last=Max("attempt"))["last"] or 0
    run = ParseRun.objects.create(release_id=release_id, attempt=last + 1, started_at=now)
    if _in_vain(run) >= MAX_ATTEMPTS:
        _give_up(Claim(run, lease), _Fault("gave_up", {"attempts": MAX_ATTEMPTS}), now=now)
        return None
    return Claim(run, lease)


def _in_vain(run: ParseRun) -> int:
    """How many attempts before this one, in a row, ended with the worker gone or a passing fault."""
    earlier = ParseRun.objects.filter(release_id=run.release_id, attempt__lt=run.attempt)
    settled = earlier.exclude(status=RunStatus.LOST).aggregate(last=Max("attempt"))["last"] or 0
    return run.attempt - 1 - settled


def _read(release: Release) -> _Outcome:
    """Bytes to text to reading. A text that is there already is the offset space of evidence and stays."""
    source = release.source
    decoded = None
    text, published = source.text, source.published_on
    if not text:
        decoded = read_in_subprocess(release.file.path, release.filename)
        text, published = decoded.text, published or decoded.published_on
    reading = read(text, home=_home(), published=published)
    reading = extend(text, reading, plugins.configured(), seconds=settings.READER_PLUGIN_SECONDS)
    return _Outcome(decoded, reading)


def _home() -> Home:
    return Home(settings.HOME_COUNTRY, tuple(settings.HOME_MINISTRIES), settings.HOME_CITY or None)


@transaction.atomic
def _finish(claim: Claim, outcome: _Outcome, *, now: datetime) -> None:
    """Text, drafts and the end of the run, all or nothing, and only while the claim still holds."""
    found = outcome.reading.engagements
    status = ReleaseStatus.DRAFTED if found else ReleaseStatus.NO_ENGAGEMENT
    decoded = outcome.decoded
    run: dict[str, Any] = {}
    if decoded:
        run = {
            "reader_version": decoded.decoder[:40],
            "file_format": decoded.format[:20],
            "warnings": [{"code": str(each.code), "params": each.params} for each in decoded.warnings],
        }
    if not _close(claim, status, RunStatus.DONE, now=now, **run):
        return
    if decoded:
        _keep_text(claim.run.release_id, decoded, outcome.reading.language)
    Draft.objects.bulk_create(
        _draft(claim.run, index, engagement.to_json(), now) for index, engagement in enumerate(found)
    )


def _give_up(claim: Claim, fault: _Fault, *, now: datetime) -> None:
    """Ends the run without drafts: failed with the reason, or back in the queue for later."""
    with transaction.atomic():
        if not fault.passing:
            _close(
                claim,
                ReleaseStatus.FAILED,
                RunStatus.FAILED,
                now=now,
                error_code=fault.code[:40],
                error_params=fault.params,
            )
        elif _close(claim, ReleaseStatus.RECEIVED, RunStatus.LOST, now=now, error_params=fault.params):
            later = now + _BACKOFF * 2 ** _in_vain(claim.run)
            Release.objects.filter(pk=claim.run.release_id).update(enqueued_at=later)


def _close(claim: Claim, status: ReleaseStatus, end: RunStatus, *, now: datetime, **run: Any) -> bool:
    """Moves release and run on together. False, and nothing done, if another worker took over meanwhile."""
    held = Release.objects.filter(
        pk=claim.run.release_id, status=ReleaseStatus.READING, claimed_until=claim.lease
    )
    if held.update(status=status, claimed_until=None) != 1:
        logger.warning("release %s: attempt %s came too late", claim.run.release_id, claim.run.attempt)
        return False
    ParseRun.objects.filter(pk=claim.run.pk).update(status=end, ended_at=now, **run)
    return True


def _keep_text(source_id: int, decoded: ReadText, language: str) -> None:
    """The text once and for all; what the file says of itself only where nobody said it at the upload."""
    source = Source.objects.select_for_update().get(pk=source_id)
    source.text = decoded.text
    source.language = language
    source.title = source.title or decoded.title[:500]
    source.outlet = source.outlet or decoded.outlet[:200]
    source.url = source.url or (decoded.url if len(decoded.url) <= 1000 else "")
    source.published_on = source.published_on or decoded.published_on
    source.save()


def _draft(run: ParseRun, index: int, proposal: dict[str, Any], now: datetime) -> Draft:
    day: date | None = proposals.first_day(proposal["date"])
    return Draft(
        release_id=run.release_id,
        run=run,
        index=index,
        proposal=proposal,
        title=(proposal["title"] or run.release.filename)[:500],
        date=day,
        countries=list(dict.fromkeys(proposal["partner_countries"])),
        to_check=proposals.to_check(proposal),
        created_at=now,
    )
