"""Real workers take archives apart and are killed in the middle of it: every file inside is a release exactly once."""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from engagements.permissions import Role
from ingest.models import ContainedFile, Draft, ParseRun, Release, ReleaseStatus, RunStatus, WayIn
from ingest.services import submission
from tests.ingest.conftest import RELEASE, account
from tests.ingest.test_worker import kill_while_reading, wait, with_status
from tests.reading import builders as make
from tests.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

ARCHIVES, FILES = 5, 4


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    workers: list[Worker] = []

    def start() -> Worker:
        workers.append(Worker(tmp_path))
        return workers[-1]

    yield start
    for worker in workers:
        worker.end(signal.SIGKILL)


def text(number: int) -> str:
    return RELEASE.replace("الأربعاء", f"الأربعاء ({number})")


def test_every_file_inside_is_read_exactly_once_though_workers_are_killed(
    start_worker: Callable[[], Worker], settings: Settings
) -> None:
    editor = account(Role.EDITOR)
    for archive in range(ARCHIVES):
        numbers = range(archive * FILES, (archive + 1) * FILES)
        files: dict[str, str | bytes] = {f"{number}.txt": text(number) for number in numbers}
        # One file is in each of them.
        content = make.zipped(files | {"everywhere.txt": text(1_000), "Thumbs.db": "x"})
        submission.submit(content=content, filename=f"{archive}.zip", by=editor, now=timezone.now())
    for _ in range(3):
        kill_while_reading(start_worker())
    start_worker()
    expected = ARCHIVES * FILES + 1
    wait(lambda: with_status(ReleaseStatus.DRAFTED) == expected, seconds=240)
    wait(lambda: with_status(ReleaseStatus.UNPACKED) == ARCHIVES, seconds=240)

    assert Release.objects.count() == ARCHIVES + expected
    assert Release.objects.filter(way_in=WayIn.PART).count() == expected
    done = Counter(ParseRun.objects.filter(status=RunStatus.DONE).values_list("release_id", flat=True))
    assert set(done.values()) == {1}
    assert len(done) == ARCHIVES + expected
    assert Draft.objects.count() == expected
    rows = Counter(ContainedFile.objects.values_list("container_id", flat=True))
    assert set(rows.values()) == {FILES + 2}
    everywhere = Release.objects.get(filename="everywhere.txt")
    assert everywhere.contained_in.count() == ARCHIVES
    assert all(Path(release.file.path).stat().st_size == release.size for release in Release.objects.all())
