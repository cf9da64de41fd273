"""What lies in the watched folder comes in once, and is moved only after it is kept."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.checks import ways_in
from ingest.intake import folder
from ingest.models import Release, WayIn
from ingest.tasks import watch_folder
from tests.ingest.conftest import NOW

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from engagements.models import User


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    return place


def put(path: Path, text: str = "استقبل الوزير السفير.", age: timedelta = timedelta(minutes=5)) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    touched = (NOW - age).timestamp()
    os.utime(path, (touched, touched))
    return path


def take(watched: Path, by: User) -> int:
    return folder.take_in(watched, by=by, now=NOW)


def test_a_file_becomes_a_release_and_moves(editor: User, watched: Path) -> None:
    put(watched / "بيان.txt")
    put(watched / "صحيفة المرفأ" / "خبر.txt", "زار الوزير المصنع.")
    assert take(watched, editor) == 2
    assert sorted(path.name for path in (watched / "taken").iterdir()) == ["بيان.txt", "خبر.txt"]
    assert dict(Release.objects.values_list("filename", "source__outlet")) == {
        "بيان.txt": "",
        "خبر.txt": "صحيفة المرفأ",
    }
    assert set(Release.objects.values_list("way_in", flat=True)) == {WayIn.FOLDER}
    assert take(watched, editor) == 0


@pytest.mark.parametrize("name", [".hidden.txt", "half.part", "half.crdownload", "taken/old.txt"])
def test_what_is_no_release_stays(editor: User, watched: Path, name: str) -> None:
    path = put(watched / name)
    assert take(watched, editor) == 0
    assert path.exists()


def test_a_file_that_is_being_written_is_left_alone(editor: User, watched: Path) -> None:
    path = put(watched / "long.txt", age=timedelta(seconds=3))
    assert take(watched, editor) == 0
    assert path.exists()


def test_nothing_is_moved_before_it_is_kept(
    editor: User, watched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**given: object) -> None:
        raise OSError(28, "No space left on device")

    path = put(watched / "one.txt")
    with monkeypatch.context() as patch:
        patch.setattr(folder, "submit", full)
        with pytest.raises(OSError, match="No space"):
            take(watched, editor)
    assert path.exists()
    assert take(watched, editor) == 1


def test_a_break_between_keeping_and_moving_doubles_nothing(
    editor: User, watched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(watched / "one.txt")
    with monkeypatch.context() as patch:
        patch.setattr(folder, "_move", lambda path, place: (_ for _ in ()).throw(OSError("gone")))
        with pytest.raises(OSError, match="gone"):
            take(watched, editor)
    assert take(watched, editor) == 1
    assert Release.objects.count() == 1
    assert (watched / "taken" / "one.txt").exists()


def test_names_that_are_taken_get_a_number(editor: User, watched: Path) -> None:
    for text in ("first", "second"):
        put(watched / "one.txt", text)
        take(watched, editor)
    kept = {path.name: path.read_text() for path in (watched / "taken").iterdir()}
    assert kept == {"one.txt": "first", "one-2.txt": "second"}


def test_a_refused_file_says_why(editor: User, watched: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MAX_KEPT_BYTES", 10)
    put(watched / "big.txt", "x" * 11)
    assert take(watched, editor) == 0
    assert "larger" in (watched / "refused" / "big.txt.why.txt").read_text()
    assert (watched / "refused" / "big.txt").exists()


def test_links_are_not_followed(editor: User, watched: Path, tmp_path: Path) -> None:
    secret = put(tmp_path / "secret.txt")
    (watched / "link.txt").symlink_to(secret)
    assert take(watched, editor) == 0


def test_the_task_bears_a_folder_that_is_away(db: None, settings: Settings, watched: Path) -> None:
    assert watch_folder() == 0
    settings.WATCH_FOLDER = str(watched / "nowhere")
    assert watch_folder() == 0
    assert [each.id for each in ways_in(None)] == ["ingest.W001"]
    settings.WATCH_FOLDER = str(watched)
    put(watched / "one.txt", age=timedelta(days=300))
    assert watch_folder() == 1
    assert not ways_in(None)
