"""An archive on disk comes in once, however often the command is started; dates come from names."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path, PurePath

import pytest
from celery import current_app
from django.core.management import CommandError, call_command

from engagements.files import keeping as kept_files
from engagements.models import User
from ingest.intake.archive import Tally, files_of, import_files
from ingest.intake.named_dates import published_from_name
from ingest.models import Release, ReleaseStatus, WayIn
from ingest.services import queueing, submission
from tests.ingest.conftest import NOW

TODAY = date(2026, 11, 22)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    (folder / "2024" / "05").mkdir(parents=True)
    (folder / "2024-05-19 لقاء.txt").write_text("استقبل الوزير السفير.")
    (folder / "2024" / "05" / "بيان.txt").write_text("زار الوزير المصنع.")
    (folder / ".hidden").write_text("no release")
    (folder / "copy.txt").write_text("استقبل الوزير السفير.")
    return folder


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-05-19.txt", date(2024, 5, 19)),
        ("بيان_٢٠٢٤-٠٥-١٩.html", date(2024, 5, 19)),
        ("19-5-2024 لقاء.pdf", date(2024, 5, 19)),
        ("03.04.2024.txt", date(2024, 4, 3)),
        ("20240519_1.txt", date(2024, 5, 19)),
        ("2024/05/19/release.txt", date(2024, 5, 19)),
        ("2023/01/01/of-2024-05-19.txt", date(2024, 5, 19)),
        ("2024-05-01 1005.txt", date(2024, 5, 1)),
        ("2024-05-01 1999.txt", date(2024, 5, 1)),
        ("release-120240519.txt", None),
        ("2024-13-40.txt", None),
        ("2024-05-19 to 2024-05-21.txt", None),
        ("2031-01-01.txt", None),
        ("1066-10-14.txt", None),
        ("بيان صحفي.txt", None),
        ("2024.txt", None),
    ],
)
def test_a_date_in_a_name(name: str, day: date | None) -> None:
    assert published_from_name(PurePath(name), today=TODAY) == day


def test_everything_comes_in_once(db: None, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_releases", archive, outlet="وكالة المرفأ", published_from_name=True)
    out = capsys.readouterr().out
    assert "3 of 3 files: 2 new, 1 in the register already, 0 refused" in out
    assert "2 names hold no date" in out
    call_command("import_releases", archive)
    assert "0 new, 3 in the register already" in capsys.readouterr().out
    dated, undated = Release.objects.order_by("filename")
    assert (dated.source.published_on, undated.source.published_on) == (date(2024, 5, 19), None)
    assert {dated.source.outlet, undated.source.outlet} == {"وكالة المرفأ"}
    assert dated.way_in == WayIn.ARCHIVE
    assert not dated.submitted_by.is_active, "nobody can sign in as the intake"
    assert not dated.submitted_by.has_usable_password()


def test_a_day_is_past_by_the_clock_of_the_ministry(db: None, tmp_path: Path, editor: User) -> None:
    (tmp_path / "2026-11-23.txt").write_text("زار الوزير المصنع.")
    night = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # half an hour into the 23rd in Tripoli
    tally = Tally()
    files = [tmp_path / "2026-11-23.txt"]
    list(import_files(files, tally, folder=tmp_path, by=editor, now=night, published_from_names=True))
    assert not tally.undated
    assert Release.objects.get().source.published_on == date(2026, 11, 23)


def test_it_goes_on_where_it_broke_off(
    db: None, archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(content: bytes, name: str) -> str:
        if "زار" in content.decode():
            raise OSError(28, "No space left on device")
        return stored(content, name)

    stored = kept_files.keep
    with monkeypatch.context() as patch:
        patch.setattr(submission, "keep", full)
        with pytest.raises(CommandError, match="No space left"):
            call_command("import_releases", archive)
    assert Release.objects.count() < 2
    capsys.readouterr()
    call_command("import_releases", archive)
    assert "0 refused" in capsys.readouterr().out
    assert Release.objects.count() == 2


def test_a_refused_file_is_named_and_holds_up_none(
    db: None, archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive / "big.txt").write_text("x" * 200)
    monkeypatch.setattr("ingest.intake.archive.MAX_KEPT_BYTES", 100)
    with pytest.raises(SystemExit):
        call_command("import_releases", archive)
    told = capsys.readouterr()
    assert "2 new, 1 in the register already, 1 refused" in told.out
    assert "big.txt: larger than" in told.err


def test_links_and_hidden_folders_stay_out(archive: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("not of the archive")
    os.symlink(outside, archive / "link.txt")
    (archive / ".git").mkdir()
    (archive / ".git" / "config.txt").write_text("no release")
    assert [path.name for path in files_of(archive)] == ["2024-05-19 لقاء.txt", "copy.txt", "بيان.txt"]


@pytest.mark.parametrize("wrong", ["nowhere", "empty"])
def test_a_wrong_folder_is_named(db: None, tmp_path: Path, wrong: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match=wrong):
        call_command("import_releases", tmp_path / wrong)


def test_only_who_may_take_releases_in(viewer: User, archive: Path) -> None:
    for name in (viewer.username, "nobody"):
        with pytest.raises(CommandError, match=name):
            call_command("import_releases", archive, username=name)
    assert not Release.objects.exists()


def test_an_archive_waits_behind_what_people_upload(
    editor: User, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queues = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, queue, **more: queues.append(queue))
    for way_in in (WayIn.UPLOAD, WayIn.ARCHIVE):
        queueing.enqueue(1, "text", way_in)
    assert queues[0] != queues[1]


def test_the_sweep_leaves_an_archive_time(editor: User) -> None:
    taken = submission.submit(
        content="بيان".encode(), filename="a.txt", by=editor, now=NOW, way_in=WayIn.ARCHIVE
    ).release
    assert taken.status == ReleaseStatus.RECEIVED
    later = NOW.replace(hour=10)
    lost = Release.objects.lost(later, waiting_since=later, archive_waiting_since=NOW)
    assert not lost.exists()
    assert Release.objects.lost(later, waiting_since=later, archive_waiting_since=later).exists()
