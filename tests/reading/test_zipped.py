"""Archives: names in any code page, parts that are locked or damaged, and the child that takes them apart."""

from __future__ import annotations

import io
import os
import struct
import tempfile
import zipfile
from pathlib import Path

import pytest

from ingest.reading import ErrorCode, Limits, ReadError, read_in_subprocess, take_apart_in_subprocess
from ingest.reading import worker as worker_module
from ingest.reading.errors import LeftOut
from tests.reading import builders as make
from tests.reading.builders import ARABIC
from tests.reading.test_mail import left_out, opened

NAME = "بيان صحفي عن لقاء الوزير.txt"


def flagged(data: bytes, name: str, bit: int) -> bytes:
    """With a bit set in the flags of one part, in both places where they stand."""
    out = bytearray(data)
    for mark, flags, length, start in ((b"PK\x03\x04", 6, 26, 30), (b"PK\x01\x02", 8, 28, 46)):
        at = out.find(mark)
        while at >= 0:
            (size,) = struct.unpack_from("<H", out, at + length)
            if out[at + start : at + start + size] == name.encode():
                out[at + flags] |= bit
            at = out.find(mark, at + 4)
    return bytes(out)


@pytest.mark.parametrize("encoding", ["utf-8", "cp720", "cp1256"])
def test_names_without_the_mark_of_utf_8(encoding: str) -> None:
    raw = NAME.encode(encoding)
    data = make.zipped({"x" * len(raw): ARABIC}).replace(b"x" * len(raw), raw)
    assert list(opened(data, "a.zip")[1]) == [NAME]


def test_a_part_that_is_locked_or_damaged_is_left_out() -> None:
    data = make.zipped({"a.txt": ARABIC, "locked.txt": ARABIC, "bad.txt": ARABIC * 9}, zipfile.ZIP_STORED)
    at = data.index(b"bad.txt") + 7
    data = data[:at] + b"\x00" * 50 + data[at + 50 :]
    found, kept = opened(flagged(data, "locked.txt", 1), "a.zip")
    assert list(kept) == ["a.txt"]
    assert left_out(found) == {"locked.txt": LeftOut.LOCKED, "bad.txt": LeftOut.DAMAGED}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (flagged(make.zipped({"a.txt": ARABIC}), "a.txt", 1), ErrorCode.PASSWORD_PROTECTED),
        (make.zipped({"a.txt": ARABIC})[:-30], ErrorCode.UNSUPPORTED),
        (ARABIC.encode(), ErrorCode.UNSUPPORTED),
    ],
)
def test_archives_that_are_refused_as_a_whole(data: bytes, code: ErrorCode) -> None:
    with pytest.raises(ReadError) as caught:
        opened(data, "a.zip")
    assert caught.value.code is code


def test_a_locked_or_damaged_archive_inside_is_left_out_by_itself() -> None:
    locked = flagged(make.zipped({"a.txt": ARABIC}), "a.txt", 1)
    found, kept = opened(make.zipped({"a.txt": ARABIC, "locked.zip": locked}), "a.zip")
    assert list(kept) == ["a.txt"]
    assert left_out(found) == {"locked.zip": LeftOut.LOCKED}


def test_an_archive_may_be_larger_than_a_document() -> None:
    limits = Limits(max_bytes=5_000, max_container_bytes=50_000)
    for data, name, code in (
        (make.zipped({"a": os.urandom(9_000)}), "a.zip", ErrorCode.CONTAINER),
        (
            make.docx(make.paragraph("x"), {"word/media/a.bin": os.urandom(9_000)}),
            "a.docx",
            ErrorCode.TOO_LARGE,
        ),
        (make.zipped({"a": os.urandom(90_000)}), "a.zip", ErrorCode.TOO_LARGE),
    ):
        with tempfile.NamedTemporaryFile() as file:
            Path(file.name).write_bytes(data)
            with pytest.raises(ReadError) as caught:
                read_in_subprocess(file.name, name, limits)
        assert caught.value.code is code


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("while True: pass", ErrorCode.TIMEOUT),
        ("keep = bytearray(900_000_000)", ErrorCode.MEMORY),
        ("os.kill(os.getpid(), 9)", ErrorCode.MEMORY),
        ('print(\'{"read": {"format": "zip", "parts": [{}]}}\')', ErrorCode.BROKEN),
    ],
)
def test_however_the_child_ends_it_is_an_error_for_people(
    code: str, expected: ErrorCode, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    boot = (
        "import sys, json, os; sys.path.insert(0, sys.argv[1])\n"
        "from ingest.reading.limits import Limits, bind_process\n"
        "bind_process(Limits(**json.loads(sys.argv[2])['limits']))\n" + code
    )
    monkeypatch.setattr(worker_module, "_BOOT", boot)
    (tmp_path / "a.zip").write_bytes(make.zipped({"a.txt": ARABIC}))
    seconds = 1.0 if expected is ErrorCode.TIMEOUT else 20.0
    with pytest.raises(ReadError) as caught, tempfile.TemporaryFile() as spool:
        take_apart_in_subprocess(
            tmp_path / "a.zip", "a.zip", spool, Limits(seconds=seconds, max_memory=800_000_000)
        )
    assert caught.value.code is expected


def test_the_child_writes_no_more_than_it_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the count of the parts ever wrong, the system itself stops the child at `max_parts_bytes`."""
    boot = (
        "import sys, json; sys.path.insert(0, sys.argv[1]); order = json.loads(sys.argv[2])\n"
        "from ingest.reading.limits import Limits, bind_process\n"
        "limits = Limits(**order['limits']); bind_process(limits, max_written=limits.max_parts_bytes)\n"
        "open(order['spool'], 'wb', closefd=False).write(bytes(limits.max_parts_bytes * 2))"
    )
    monkeypatch.setattr(worker_module, "_BOOT", boot)
    (tmp_path / "a.zip").write_bytes(make.zipped({"a.txt": ARABIC}))
    with tempfile.TemporaryFile() as spool:
        with pytest.raises(ReadError):
            take_apart_in_subprocess(tmp_path / "a.zip", "a.zip", spool, Limits(max_parts_bytes=100_000))
        assert spool.seek(0, os.SEEK_END) <= 100_000


def test_a_part_without_a_name_costs_nothing() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), ARABIC)
        archive.writestr("a.txt", ARABIC)
    assert list(opened(file.getvalue(), "a.zip")[1]) == ["–", "a.txt"]
