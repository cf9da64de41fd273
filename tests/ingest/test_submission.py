"""What comes in is kept unchanged, once, and is never lost between the disk, the database and the broker."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction

from engagements.models import AuditEntry, Source, User
from engagements.permissions import Role
from ingest.models import Release, ReleaseStatus
from ingest.services import queueing, retrying, submission
from tests.ingest.conftest import NOW, PUBLISHED, account, read, submit

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks
    from pytest_django.fixtures import Settings

CONTENT = "بيان".encode()


def test_keeps_the_bytes_and_what_was_said_of_them(editor: User) -> None:
    content = b"\xff\xfe odd \x00 bytes"
    submitted = submission.submit(
        content=content,
        filename="بيان.TXT",
        by=editor,
        now=NOW,
        published_on=PUBLISHED,
        outlet="المكتب الإعلامي",
        url="https://news.example.org/1",
    )
    release = submitted.release
    assert not submitted.duplicate
    assert Path(release.file.path).read_bytes() == content
    assert release.file.name == f"releases/2026/11/{hashlib.sha256(content).hexdigest()}.txt"
    assert (release.filename, release.size, release.status) == (
        "بيان.TXT",
        len(content),
        ReleaseStatus.RECEIVED,
    )
    source = release.source
    assert (source.outlet, source.url) == ("المكتب الإعلامي", "https://news.example.org/1")
    assert source.published_on == PUBLISHED
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject_id) == (editor, "submitted", release.pk)


def test_the_same_bytes_are_one_release(editor: User, other_editor: User) -> None:
    first = submit(editor, "بيان")
    again = submission.submit(content=CONTENT, filename="copy.html", by=other_editor, now=NOW, outlet="آخر")
    assert (again.release, again.duplicate) == (first, True)
    assert Release.objects.get().filename == "release.txt"
    assert Source.objects.get().outlet == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\work\\release.docx", "release.docx"),
        ("a\x00b\n.txt", "ab.txt"),
        ("\u202etxt.exe", "txt.exe"),
        ("", "release"),
        ("..", ".."),
        ("x" * 300 + ".pdf", "x" * 200 + "x" * 51 + ".pdf"),
    ],
)
def test_a_file_keeps_its_bare_name(editor: User, given: str, kept: str) -> None:
    release = submit(editor, filename=given)
    assert release.filename == kept
    folder = Path(release.file.path).parent
    assert folder.parts[-3:] == ("releases", "2026", "11")


def test_what_is_too_large_to_keep_leaves_nothing(editor: User, settings: Settings) -> None:
    with pytest.raises(submission.TooLarge):
        submission.submit(
            content=bytes(submission.MAX_KEPT_BYTES + 1), filename="big.txt", by=editor, now=NOW
        )
    assert not Release.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.txt"))


def test_the_message_goes_out_after_the_commit(
    editor: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        submit(editor)
    assert len(callbacks) == 1
    with django_capture_on_commit_callbacks() as callbacks:
        submit(editor)
    assert callbacks == []


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one_release(settings: Settings) -> None:
    people = [account(Role.EDITOR, f"editor{number}") for number in range(6)]
    start = threading.Barrier(len(people))
    results: list[submission.Submitted] = []

    def upload(by: User) -> None:
        try:
            start.wait()
            results.append(submission.submit(content=CONTENT, filename="one.txt", by=by, now=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=upload, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    release = Release.objects.get()
    assert [result.release for result in results] == [release] * len(people)
    assert [result.duplicate for result in results].count(False) == 1
    kept = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert kept == [Path(release.file.path)]
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_upload_succeeds_while_the_broker_is_away(
    no_broker: None, caplog: pytest.LogCaptureFixture
) -> None:
    release = submit(account(Role.EDITOR))
    for number in range(50):
        submit(release.submitted_by, str(number))
    assert caplog.text.count("the broker is away") == 1
    assert Release.objects.count() == 51
    later = NOW.replace(hour=10)
    assert queueing.enqueue_lost(now=later, waiting_since=later) == 0


def test_the_original_never_changes(editor: User) -> None:
    release = submit(editor)
    for change in ({"sha256": "0" * 64}, {"size": 1}, {"file": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=release.pk).update(**change)


def test_a_failed_release_can_be_tried_again(editor: User) -> None:
    release = read(submit(editor, "  \n"))
    assert release.status == ReleaseStatus.FAILED
    assert retrying.retry(release=release, by=editor, now=NOW)
    assert not retrying.retry(release=release, by=editor, now=NOW)
    release.refresh_from_db()
    assert release.status == ReleaseStatus.RECEIVED
    assert AuditEntry.objects.filter(action="retried").count() == 1
