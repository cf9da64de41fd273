"""A file that holds other files: each of them a release, once, whoever dies meanwhile."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engagements.models import User
from ingest.models import Draft, Release, ReleaseStatus, RunStatus, WayIn
from ingest.reading import office
from ingest.reading.errors import LeftOut
from ingest.releases.errors import explain, left_out
from ingest.services import retrying, submission, unpacking
from tests.ingest.conftest import NOW, PUBLISHED, RELEASE, read, submit
from tests.reading import builders as make
from tests.reading import mails

OTHER = RELEASE.replace("اليابان", "إيطاليا").replace("كينجي موراكامي", "جوزيبي روسي")


def bring(by: User, content: bytes, filename: str = "releases.zip", **more: Any) -> Release:
    return submission.submit(content=content, filename=filename, by=by, now=NOW, **more).release


def listed(container: Release) -> list[tuple[str, str]]:
    rows = container.contents.select_related("release")
    return [(row.path, row.release.status if row.release else row.left_out) for row in rows]


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


def test_a_mail_says_of_its_files_what_they_leave_open(editor: User) -> None:
    page = make.html_page(
        make.article(OTHER.strip()),
        '<meta name="date" content="2024-01-02"><meta property="og:site_name" content="صحيفة">',
    )
    content = mails.mail(
        mails.NOTE, ("خبر.docx", make.docx(make.paragraph(RELEASE.strip()))), ("page.html", page.encode())
    )
    container = read(bring(editor, content, "mail.eml"))
    assert container.runs.get().file_format == "eml"
    document = read(Release.objects.get(filename="خبر.docx")).source
    assert (document.outlet, document.published_on) == ("إدارة الإعلام", date(2024, 5, 13))
    other = read(Release.objects.get(filename="page.html")).source
    assert (other.outlet, other.published_on) == ("صحيفة", date(2024, 1, 2))
    assert listed(container)[0] == ("الوزير يستقبل السفير.eml", "short_note")


def test_a_mail_of_words_is_read_at_once(editor: User) -> None:
    release = read(bring(editor, mails.mail(RELEASE), "mail.eml"))
    assert release.status == ReleaseStatus.DRAFTED
    source = release.source
    source.refresh_from_db()
    assert (source.title, source.outlet, source.published_on) == (
        "الوزير يستقبل السفير",
        "إدارة الإعلام",
        date(2024, 5, 13),
    )
    assert not release.contents.exists()


def test_the_words_of_a_mail_are_a_release_beside_its_files(editor: User) -> None:
    content = mails.compound(mails.outlook(RELEASE * 2, mails.attachment("a.txt", OTHER.encode())))
    container = read(bring(editor, content, "mail.msg"))
    assert listed(container) == [("الوزير يستقبل السفير.eml", "received"), ("a.txt", "received")]
    words = read(Release.objects.get(filename="الوزير يستقبل السفير.eml"))
    assert (words.status, words.source.title) == (ReleaseStatus.DRAFTED, "الوزير يستقبل السفير")


def test_old_word_without_libreoffice_says_what_to_do(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: "")
    release = read(bring(editor, make.rtf(RELEASE), "old.rtf"))
    assert (release.status, release.runs.get().error_code) == (ReleaseStatus.FAILED, "no_converter")
    assert "docx" in explain("no_converter", {"kind": "rtf"}).advice


def test_every_reason_for_leaving_out_has_words() -> None:
    assert all(left_out(code.value) for code in LeftOut)
    assert left_out("from the future") == ""
