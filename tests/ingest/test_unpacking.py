"""A file that holds other files: each of them a release, once, whoever dies meanwhile."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engagements.models import User
from ingest.models import Draft, Release, ReleaseStatus, RunStatus, WayIn
from ingest.services import retrying, submission, unpacking
from tests.ingest.conftest import NOW, PUBLISHED, RELEASE, read, submit
from tests.reading import builders as make

OTHER = RELEASE.replace("اليابان", "إيطاليا").replace("كينجي موراكامي", "جوزيبي روسي")


def bring(by: User, content: bytes, filename: str = "releases.zip", **more: Any) -> Release:
    return submission.submit(content=content, filename=filename, by=by, now=NOW, **more).release


def listed(container: Release) -> list[tuple[str, str]]:
    rows = container.contents.select_related("release")
    return [(row.path, row.left_out or row.release.status) for row in rows]


def files_on_disk(tmp_path: Path) -> int:
    return sum(1 for path in (tmp_path / "files").rglob("*") if path.is_file())


def test_each_file_of_an_archive_becomes_a_release(editor: User, tmp_path: Path) -> None:
    content = make.zipped(
        {
            "2026/لقاء.txt": RELEASE,
            "__MACOSX/._x": "x",
            "leer.txt": "",
            "b.docx": make.docx(make.paragraph(OTHER)),
        }
    )
    container = read(bring(editor, content, outlet="وكالة الاختبار", published_on=PUBLISHED))
    assert container.status == ReleaseStatus.UNPACKED
    assert container.runs.get().status == RunStatus.DONE
    assert container.runs.get().file_format == "zip"
    assert Path(container.file.path).read_bytes() == content
    assert listed(container) == [
        ("2026/لقاء.txt", "received"),
        ("__MACOSX/._x", "system_file"),
        ("leer.txt", "empty_file"),
        ("b.docx", "received"),
    ]
    part = Release.objects.get(filename="لقاء.txt")
    assert (part.way_in, part.submitted_by, part.submitted_at) == (WayIn.PART, editor, NOW)
    assert Path(part.file.path).read_bytes() == RELEASE.encode()
    assert read(part).status == ReleaseStatus.DRAFTED
    assert (part.source.outlet, part.source.published_on) == ("وكالة الاختبار", PUBLISHED)
    assert read(Release.objects.get(filename="b.docx")).status == ReleaseStatus.DRAFTED
    assert files_on_disk(tmp_path) == 3


def test_a_file_that_was_here_before_is_not_doubled(editor: User, tmp_path: Path) -> None:
    before = read(submit(editor))
    first = read(bring(editor, make.zipped({"a.txt": RELEASE, "b.txt": OTHER, "c.txt": OTHER})))
    second = read(bring(editor, make.zipped({"x.txt": OTHER})))
    assert Release.objects.count() == 4
    rows = list(first.contents.all())
    assert rows[0].release == before
    assert rows[1].release == rows[2].release == second.contents.get().release
    assert files_on_disk(tmp_path) == 4


def test_archives_in_archives_are_taken_apart_too(editor: User) -> None:
    inner = make.zipped({"تقرير.txt": OTHER})
    container = read(bring(editor, make.zipped({"a.txt": RELEASE, "inner.zip": inner})))
    assert listed(container) == [("a.txt", "received"), ("inner.zip/تقرير.txt", "received")]
    assert Release.objects.count() == 3


def test_nothing_inside_is_a_failure_with_its_list(editor: User) -> None:
    container = read(bring(editor, make.zipped({".DS_Store": "x", "Thumbs.db": "y"})))
    assert container.status == ReleaseStatus.FAILED
    run = container.runs.get()
    assert (run.error_code, run.error_params) == ("nothing_inside", {"count": 2})
    assert listed(container) == [(".DS_Store", "system_file"), ("Thumbs.db", "system_file")]
    assert retrying.retry(release=container, by=editor, now=NOW)
    assert len(listed(read(container))) == 2
    empty = read(bring(editor, make.zipped({})))
    assert (empty.status, empty.runs.get().error_code) == (ReleaseStatus.FAILED, "nothing_inside")


def test_what_cannot_be_read_inside_fails_by_itself(editor: User) -> None:
    container = read(bring(editor, make.zipped({"a.txt": RELEASE, "program.exe": b"MZ\x90\x00" + bytes(99)})))
    assert container.status == ReleaseStatus.UNPACKED
    bad = read(Release.objects.get(filename="program.exe"))
    assert (bad.status, bad.runs.get().error_code) == (ReleaseStatus.FAILED, "unsupported")


def test_who_dies_before_the_rows_are_there_leaves_all_to_the_next(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    container = bring(editor, make.zipped({"a.txt": RELEASE, "b.txt": OTHER}))

    def killed(*args: Any, **kwargs: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(unpacking, "_keep", killed)
        assert read(container).status == ReleaseStatus.RECEIVED
    assert Release.objects.count() == 1
    assert read(container).status == ReleaseStatus.UNPACKED
    assert Release.objects.count() == 3
    assert [run.status for run in container.runs.all()] == [RunStatus.LOST, RunStatus.DONE]


def test_a_refused_container_says_why(editor: User) -> None:
    container = read(bring(editor, make.zipped({"a.txt": RELEASE, "b": b"\x00" * 30_000_000})))
    assert (container.status, container.runs.get().error_code) == (ReleaseStatus.FAILED, "zip_bomb")
    assert not container.contents.exists()
    assert not Draft.objects.exists()
