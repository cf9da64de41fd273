"""Reads one release into drafts. One worker claims it, and it is finished once even if workers die on the way."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from engagements.files.keeping import as_path
from engagements.models import Source
from ingest import plugins
from ingest.extraction import VERSION, Home, Reading, read
from ingest.extraction.plugins import extend
from ingest.models import ContainedFile, Draft, Lane, ParseRun, ReleaseStatus, RunStatus
from ingest.proposals import values as proposals
from ingest.reading import (
    ErrorCode,
    ReadError,
    ReadText,
    WarningCode,
    read_in_subprocess,
    recognise_in_subprocess,
)
from ingest.services.calibration import calibrated, in_force
from ingest.services.claiming import Claim, Fault, advance, close, give_up, hand_over, take
from ingest.services.fingerprints import keep_draft_prints, keep_release_print
from ingest.services.unpacking import unpack

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def parse(release_id: int, *, clock: Clock, lane: Lane = Lane.TEXT) -> None:
    """Claims the release and reads it in `lane`. `clock` gives the current time.

    Does nothing if the release is not there, in another lane, done, or being read by somebody else. Faults are
    recorded on the run and never raised.
    """
    claim = take(release_id, now=clock(), lane=lane)
    if claim is None:
        return
    try:
        if _decode(claim, lane, clock):
            _extract(claim, clock=clock)
    except ReadError as error:
        if error.code is ErrorCode.SCAN and lane != Lane.SCAN:
            hand_over(claim, Lane.SCAN, now=clock())
        else:
            give_up(claim, Fault(error.code.value, error.params), now=clock())
    except SoftTimeLimitExceeded:
        limit = settings.SCAN_SOFT_TIME_LIMIT if lane == Lane.SCAN else settings.CELERY_TASK_SOFT_TIME_LIMIT
        give_up(claim, Fault("timeout", {"seconds": limit}), now=clock())
    except (OSError, OperationalError, InterfaceError) as error:
        logger.warning("release %s: a passing fault", release_id, exc_info=True)
        give_up(claim, Fault("storage", {"error": type(error).__name__}, passing=True), now=clock())
    except Exception as error:
        # A bug that this one text brings out must neither end the worker nor leave the release without an explanation.
        logger.exception("release %s could not be read", release_id)
        give_up(claim, Fault("internal", {"error": type(error).__name__}), now=clock())


def outcome(release_id: int) -> str:
    """How the last attempt ended, for logs and figures: `done`, `running`, `failed: damaged`, or `none` without
    an attempt.
    """
    last = ParseRun.objects.filter(release=release_id).order_by("-attempt").first()
    if last is None:
        return "none"
    return f"{last.status}: {last.error_code}" if last.error_code else last.status


def _decode(claim: Claim, lane: Lane, clock: Clock) -> bool:
    """Turns the bytes into text, unless the release has a text already: evidence points into it, so it never changes.

    False if there is nothing to extract: the file is a container whose files are releases of their own now, or the
    claim is lost. Raises ReadError.
    """
    release = claim.run.release
    decoded = None
    if not release.source.text:
        reader = recognise_in_subprocess if lane == Lane.SCAN else read_in_subprocess
        try:
            with as_path(release.file) as path:
                decoded = reader(path, release.filename)
        except ReadError as error:
            if error.code is not ErrorCode.CONTAINER:
                raise
            unpack(claim, clock=clock)
            return False
    with transaction.atomic():
        if not advance(claim):
            return False
        if decoded:
            _keep_text(claim.run, decoded)
    return True


def _keep_text(run: ParseRun, decoded: ReadText) -> None:
    """Stores the text for good. What the file says of itself fills only what nobody gave at the upload."""
    source = Source.objects.select_for_update().get(pk=run.release_id)
    source.text = decoded.text
    source.language = decoded.language
    source.title = source.title or decoded.title[:500]
    source.outlet = source.outlet or decoded.outlet[:200]
    source.url = source.url or (decoded.url if len(decoded.url) <= 1000 else "")
    source.published_on = source.published_on or decoded.published_on
    if mail := ContainedFile.objects.filter(release_id=run.release_id).first():
        source.outlet = source.outlet or mail.outlet
        source.published_on = source.published_on or mail.sent_on
    source.save()
    keep_release_print(source)
    run.reader_version = decoded.decoder[:40]
    run.file_format = decoded.format[:20]
    run.warnings = [{"code": str(each.code), "params": each.params} for each in decoded.warnings]
    run.save(update_fields=["reader_version", "file_format", "warnings"])


def _extract(claim: Claim, *, clock: Clock) -> None:
    """Turns the text into drafts."""
    source = Source.objects.get(pk=claim.run.release_id)
    reading = read(source.text, home=_home(), published=source.published_on)
    reading = extend(source.text, reading, plugins.configured(), seconds=settings.READER_PLUGIN_SECONDS)
    _finish(claim, source, reading, now=clock())


def _home() -> Home:
    return Home(settings.HOME_COUNTRY, tuple(settings.HOME_MINISTRIES), settings.HOME_CITY or None)


def _versions(run: ParseRun) -> str:
    """The version of the decoder, if this run decoded the text, and of the reader's rules."""
    return " + ".join(filter(None, (run.reader_version, f"rules-{VERSION}")))[:60]


@transaction.atomic
def _finish(claim: Claim, source: Source, reading: Reading, *, now: datetime) -> None:
    """Writes the drafts and the end of the run in one transaction; nothing if the claim is lost."""
    found = reading.engagements
    status = ReleaseStatus.DRAFTED if found else ReleaseStatus.NO_ENGAGEMENT
    if not close(claim, status, RunStatus.DONE, now=now, reader_version=_versions(claim.run)):
        return
    source.language = reading.language
    source.save(update_fields=["language"])
    bands, codes = in_force(), _warned_of(claim.run.release_id)
    told = [_as_sure_as_the_text(calibrated(each.to_json(), bands), codes) for each in found]
    drafts = Draft.objects.bulk_create(
        _draft(claim.run, index, proposal, now) for index, proposal in enumerate(told)
    )
    keep_draft_prints(drafts, source)


def _warned_of(release_id: int) -> set[str]:
    """Codes of all warnings about the text. They stand on the run that decoded it, which may be an earlier one."""
    told = ParseRun.objects.filter(release_id=release_id).values_list("warnings", flat=True)
    return {warning["code"] for warnings in told for warning in warnings}


def _as_sure_as_the_text(proposal: dict[str, Any], codes: set[str]) -> dict[str, Any]:
    """Lowers bands for recognised text: no date in it is sure, and if it was recognised badly, no value at all."""
    poorly = str(WarningCode.POORLY_RECOGNISED) in codes
    if poorly or str(WarningCode.RECOGNISED) in codes:
        return proposals.doubted(proposal, all_values=poorly)
    return proposal


def _draft(run: ParseRun, index: int, proposal: dict[str, Any], now: datetime) -> Draft:
    return Draft(
        release_id=run.release_id,
        run=run,
        index=index,
        proposal=proposal,
        title=(proposal["title"] or run.release.filename)[:500],
        **proposals.for_queue(proposal),
        created_at=now,
    )
