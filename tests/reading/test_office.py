"""What LibreOffice converts, and what becomes of a file when it is missing, slow or dies."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from ingest.reading import ErrorCode, Limits, ReadError, WarningCode, office, read_file, read_in_subprocess
from tests.reading.builders import ARABIC, rtf

REQUIRED = os.environ.get("SIJILL_BROWSER") == "required"
needs_office = pytest.mark.skipif(
    not office.program() and not REQUIRED, reason="LibreOffice is not installed (Debian: libreoffice-writer)"
)


def stand_in(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of that name that does something else."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(program))


@needs_office
def test_rich_text_is_read_by_libreoffice() -> None:
    read = read_in_subprocess(rtf(ARABIC), "a.rtf")
    assert read.text == ARABIC
    assert (read.format, read.decoder, read.warnings) == ("rtf", "docx-2+libreoffice", ())


@needs_office
def test_an_old_word_file_is_read_and_a_wrong_suffix_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(rtf(ARABIC))
    command = [office.program(), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path), str(tmp_path / "a.rtf")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    read = read_in_subprocess(tmp_path / "a.doc", "a.doc")
    assert (read.text, read.format, read.warnings) == (ARABIC, "doc", ())
    read = read_in_subprocess(tmp_path / "a.doc", "a.docx")
    assert [each.code for each in read.warnings] == [WarningCode.OTHER_TYPE]
    assert read.warnings[0].params == {"claimed": "docx", "actual": "doc"}


def test_a_bare_machine_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    for read in (read_file, read_in_subprocess):
        with pytest.raises(ReadError) as caught:
            read(rtf(ARABIC), "a.rtf")
        assert caught.value.code is ErrorCode.NO_CONVERTER
        assert caught.value.params == {"kind": "rtf"}


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("exit 3", ErrorCode.BROKEN),
        ("exit 0", ErrorCode.BROKEN),
        ("kill -SEGV $$", ErrorCode.BROKEN),
        ('mkdir out; echo "no docx" > out/release.docx', ErrorCode.BROKEN),
        ("sleep 60 & sleep 60", ErrorCode.TIMEOUT),
        ("trap '' TERM; while :; do sleep 1; done", ErrorCode.TIMEOUT),
    ],
)
def test_however_it_ends_it_is_an_error_for_people(
    script: str, code: ErrorCode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, script, monkeypatch)
    started = time.monotonic()
    with pytest.raises(ReadError) as caught:
        read_in_subprocess(
            rtf(ARABIC), "a.rtf", Limits(office_seconds=2 if code is ErrorCode.TIMEOUT else 20)
        )
    assert caught.value.code is code
    assert time.monotonic() - started < 20


def test_nothing_of_it_outlives_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "pid"
    stand_in(tmp_path, f"sleep 61 & echo $! > {mark}; pwd >> {mark}; sleep 61", monkeypatch)
    with pytest.raises(ReadError):
        read_in_subprocess(rtf(ARABIC), "a.rtf", Limits(office_seconds=2))
    process, folder = mark.read_text().split()
    assert not Path(folder).exists()
    state = Path(f"/proc/{process}/stat")
    assert not state.exists() or ") Z" in state.read_text()


def test_it_knows_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIJILL_SECRET_KEY", "not for converters")
    stand_in(tmp_path, f"{shutil.which('env')} > {tmp_path}/environment", monkeypatch)
    with pytest.raises(ReadError):
        read_in_subprocess(rtf(ARABIC), "a.rtf")
    assert "not for converters" not in (tmp_path / "environment").read_text()
