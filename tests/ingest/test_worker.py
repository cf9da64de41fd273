"""The real worker on the real broker, killed in the middle of its work."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from engagements.permissions import Role
from ingest.models import Draft, ParseRun, Release, ReleaseStatus, RunStatus
from ingest.models.terms import HELD
from ingest.services import queueing, submission
from tests.ingest.conftest import RELEASE, account
from tests.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

RELEASES = 30
WAITING = (ReleaseStatus.RECEIVED, ReleaseStatus.READING, ReleaseStatus.EXTRACTING)


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    workers: list[Worker] = []

    def start() -> Worker:
        workers.append(Worker(tmp_path))
        return workers[-1]

    yield start
    for worker in workers:
        worker.end(signal.SIGKILL)


def wait(condition: Callable[[], bool], *, seconds: float, step: float = 0.05) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, Counter(Release.objects.values_list("status", flat=True))
        time.sleep(step)


def with_status(*statuses: ReleaseStatus) -> int:
    return Release.objects.filter(status__in=statuses).count()


def sessions() -> int:
    """How many connections to this database were ever begun."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def at_work() -> int:
    """How many other connections to this database are in the middle of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'"
        )
        return int(cursor.fetchone()[0])


def kill_while_reading(worker: Worker) -> int:
    """SIGKILL at a moment when the worker certainly holds releases. Returns how many it held."""
    while with_status(*WAITING):
        worker.send(signal.SIGSTOP)
        # PostgreSQL ends what the worker had sent it before: a claim on its way counts, too.
        time.sleep(0.1)
        wait(lambda: not at_work(), seconds=10)
        if held := with_status(*HELD):
            worker.end(signal.SIGKILL)
            return held
        worker.send(signal.SIGCONT)
        time.sleep(0.02)
    pytest.fail("all was read before the worker could be killed")


def test_every_release_is_parsed_exactly_once_though_the_worker_is_killed(
    start_worker: Callable[[], Worker], settings: Settings
) -> None:
    editor = account(Role.EDITOR)
    for number in range(RELEASES):
        content = RELEASE.replace("الأربعاء", f"الأربعاء ({number})").encode()
        submission.submit(content=content, filename=f"{number}.txt", by=editor, now=timezone.now())
    begun = sessions()
    worker = start_worker()
    wait(lambda: with_status(ReleaseStatus.DRAFTED) >= 4, seconds=240)
    # Whoever asks for a page goes first.
    mine, its = (os.getpriority(os.PRIO_PROCESS, pid) for pid in (0, worker.process.pid))
    assert its == min(mine + settings.WORKER_NICENESS, 19)
    held = kill_while_reading(worker)
    assert 4 <= with_status(ReleaseStatus.DRAFTED) < RELEASES

    start_worker()
    wait(lambda: with_status(ReleaseStatus.DRAFTED) == RELEASES, seconds=240)

    done = ParseRun.objects.filter(status=RunStatus.DONE)
    assert sorted(done.values_list("release_id", flat=True)) == sorted(
        Release.objects.values_list("pk", flat=True)
    )
    lost = ParseRun.objects.filter(status=RunStatus.LOST)
    assert lost.count() == held
    assert ParseRun.objects.count() == RELEASES + held
    drafts = Counter(Draft.objects.values_list("release_id", flat=True))
    assert len(drafts) == RELEASES
    assert set(drafts.values()) == {1}
    assert all(run.drafts.count() == 0 for run in lost)
    # Two children of two workers: one connection each, not one for each release and each round of beat.
    assert sessions() - begun <= 8


def test_bad_input_does_not_stop_the_worker_and_the_sweep_brings_what_was_lost(
    start_worker: Callable[[], Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = account(Role.EDITOR)
    with monkeypatch.context() as patch:
        # The broker loses every message.
        patch.setattr(queueing, "PARSE_RELEASE", "ingest.tasks.sweep")
        for number, content in enumerate((b"", bytes(range(256)) * 9, RELEASE.encode())):
            submission.submit(content=content, filename=f"{number}.docx", by=editor, now=timezone.now())
    worker = start_worker()
    wait(
        lambda: with_status(ReleaseStatus.FAILED) == 2 and with_status(ReleaseStatus.DRAFTED) == 1,
        seconds=240,
    )
    assert worker.process.poll() is None
