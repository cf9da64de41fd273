"""Scans have a lane and workers of their own; what was recognised is never surer than its letters."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from engagements.permissions import Role
from ingest.models import HELD, Draft, Lane, Release, ReleaseStatus, RunStatus
from ingest.proposals import values as proposals
from ingest.reading import DEFAULT_LIMITS
from ingest.releases.errors import explain
from ingest.services import parsing, queueing, retrying, submission
from tests.ingest.conftest import NOW, account, proposal, submit
from tests.ingest.test_worker import wait, with_status
from tests.reading.scans import encoded, needs_tesseract, picture
from tests.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engagements.models import User


@pytest.fixture(scope="module")
def scan() -> bytes:
    whole = picture()
    return encoded(whole.crop((0, 0, whole.width, whole.height // 2)))


def submitted(by: User, content: bytes) -> Release:
    return submission.submit(content=content, filename="scan.png", by=by, now=NOW).release


def parse(release: Release, lane: Lane) -> Release:
    parsing.parse(release.pk, clock=lambda: NOW, lane=lane)
    release.refresh_from_db()
    return release


def bands(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every band in a proposal with its key."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from bands(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from bands(each, key)
    elif key.endswith("_band"):
        yield key, value


def test_a_scan_goes_to_the_other_lane_and_no_worker_of_this_one_takes_it(
    editor: User, scan: bytes, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    release = submitted(editor, scan)
    sent: list[tuple[str, Any]] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, *_args, queue, **_more: sent.append((name, queue))
    )
    with django_capture_on_commit_callbacks(execute=True):
        release = parse(release, Lane.TEXT)
    assert (release.status, release.lane, release.claimed_until) == (ReleaseStatus.RECEIVED, Lane.SCAN, None)
    assert release.runs.get().status == RunStatus.DONE
    assert sent == [(queueing.RECOGNISE_RELEASE, "scans")]
    release = parse(release, Lane.TEXT)
    assert release.status == ReleaseStatus.RECEIVED
    assert release.runs.count() == 1


@needs_tesseract
def test_a_scan_becomes_a_draft_of_which_no_day_is_sure(editor: User, scan: bytes, places: None) -> None:
    release = parse(parse(submitted(editor, scan), Lane.TEXT), Lane.SCAN)
    assert release.status == ReleaseStatus.DRAFTED
    run = release.runs.latest("attempt")
    assert (run.attempt, run.status, run.file_format) == (2, RunStatus.DONE, "png")
    assert [warning["code"] for warning in run.warnings] == ["recognised"]
    told = dict(bands(release.drafts.get().proposal))
    assert told["date_band"] != "sure"
    assert "sure" in told.values()


def test_without_the_program_it_says_what_is_missing_and_can_be_tried_again(
    editor: User, scan: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = parse(submitted(editor, scan), Lane.TEXT)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", "/nonexistent")
        release = parse(release, Lane.SCAN)
    assert release.status == ReleaseStatus.FAILED
    run = release.runs.latest("attempt")
    assert "tesseract-ocr-ara" in explain(run.error_code, run.error_params).advice
    assert retrying.retry(release=release, by=editor, now=NOW)
    release.refresh_from_db()
    assert (release.status, release.lane) == (ReleaseStatus.RECEIVED, Lane.SCAN)


def test_of_a_bad_scan_nothing_is_sure_and_of_a_good_one_no_day() -> None:
    told = proposal()
    assert proposals.to_check(told) < proposals.to_check(proposals.doubted(told, all_values=False))
    days = [band for key, band in bands(proposals.doubted(told, all_values=False)) if "date" in key]
    assert days
    assert "sure" not in days
    lowered = proposals.doubted(told, all_values=True)
    assert "sure" not in {band for _, band in bands(lowered)}
    assert "guess" in {band for _, band in bands(lowered)}
    assert {key: value for key, value in lowered.items() if "band" not in key}["title"] == told["title"]


def test_a_bad_scan_is_doubted_by_a_later_run_too(editor: User) -> None:
    release = submit(editor)
    parsing.parse(release.pk, clock=lambda: NOW)
    release.refresh_from_db()
    run = release.runs.get()
    run.warnings = [{"code": "poorly_recognised", "params": {"confidence": 51}}]
    run.save()
    told = parsing._as_sure_as_the_text(proposal(), parsing._warned_of(release.pk))
    assert "sure" not in {band for _, band in bands(told)}


def test_each_bound_on_time_lies_within_the_next() -> None:
    visible = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    for bounds in (
        (DEFAULT_LIMITS.page_seconds, DEFAULT_LIMITS.scan_seconds, settings.SCAN_SOFT_TIME_LIMIT),
        (settings.SCAN_SOFT_TIME_LIMIT, settings.SCAN_TIME_LIMIT, settings.SCAN_LEASE_SECONDS, visible),
        (DEFAULT_LIMITS.seconds, settings.CELERY_TASK_SOFT_TIME_LIMIT, settings.CELERY_TASK_TIME_LIMIT),
        (settings.CELERY_TASK_TIME_LIMIT, settings.PARSE_LEASE_SECONDS, visible),
    ):
        assert list(bounds) == sorted(set(bounds))


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@needs_tesseract
def test_the_worker_of_scans_reads_them_and_the_other_one_the_texts(tmp_path: Path, scan: bytes) -> None:
    """Two real workers: one knows only the queue of texts, the other only that of scans."""
    editor = account(Role.EDITOR)
    workers = [Worker(tmp_path / "texts", "celery")]
    try:
        release = submission.submit(content=scan, filename="a.png", by=editor, now=timezone.now()).release
        wait(lambda: Release.objects.filter(pk=release.pk, lane=Lane.SCAN).exists(), seconds=240)
        assert with_status(ReleaseStatus.RECEIVED) == 1
        workers.append(Worker(tmp_path / "scans", "scans", "archive-scans"))
        wait(lambda: not with_status(ReleaseStatus.RECEIVED, *HELD), seconds=240)
    finally:
        for worker in workers:
            worker.end(signal.SIGKILL)
    runs = list(Release.objects.get().runs.values_list("status", "error_code"))
    assert runs == [(RunStatus.DONE, ""), (RunStatus.DONE, "")]
    assert Draft.objects.get().release_id == release.pk
