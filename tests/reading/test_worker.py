"""The child that reads: it costs little, tells everything, and dies alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from ingest.reading import (
    DEFAULT_LIMITS,
    ErrorCode,
    Limits,
    ReadError,
    ReadText,
    WarningCode,
    read_file,
    read_in_subprocess,
)
from ingest.reading import worker as worker_module
from tests.reading import builders as make
from tests.reading.builders import ARABIC, ENGLISH, article, html_page

FILES = {
    "a.txt": ARABIC.encode("cp1256"),
    "b.html": html_page(article(), '<meta name="date" content="2024-12-10">').encode(),
    "c.docx": make.docx(make.paragraph(ARABIC)),
    "d.pdf": make.pdf([make.page_content([ENGLISH[:80], ENGLISH[80:]])]),
    "e.pdf": ARABIC.encode(),
}

FOR_A_CHILD = b"<p>words</p>"
"""A short text without a tag is read without a child."""


def child_that(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the child bind itself to its limits as ever, then do `code` instead of reading."""
    boot = (
        "import sys, json, time, os, signal; sys.path.insert(0, sys.argv[1])\n"
        "from ingest.reading.limits import Limits, bind_process\n"
        "bind_process(Limits(**json.loads(sys.argv[2])['limits']))\n" + code
    )
    monkeypatch.setattr(worker_module, "_BOOT", boot)


@pytest.mark.parametrize("name", FILES)
def test_a_child_gives_what_this_process_gives(name: str, tmp_path: Path) -> None:
    path = tmp_path / "stored"
    path.write_bytes(FILES[name])
    expected = read_file(FILES[name], name)
    assert read_in_subprocess(FILES[name], name) == expected
    assert read_in_subprocess(path, name) == expected


@pytest.mark.parametrize(
    "content",
    [ARABIC.encode("cp1256"), FOR_A_CHILD, b"%PDF-1.7", b"a\x00b", ARABIC.encode("utf-16"), b"x " * 33_000],
)
def test_whatever_is_more_than_a_short_text_is_for_a_child(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    child_that("sys.exit(3)", monkeypatch)
    assert read_in_subprocess(ARABIC.encode(), "a.pdf").text == ARABIC
    with pytest.raises(ReadError) as raised:
        read_in_subprocess(content, "a.txt")
    assert raised.value.code is ErrorCode.BROKEN


def test_results_survive_json() -> None:
    read = read_file(FILES["b.html"], "x.pdf")
    assert read.published_on == date(2024, 12, 10)
    assert [each.code for each in read.warnings] == [WarningCode.OTHER_TYPE]
    assert ReadText.from_json(json.loads(json.dumps(read.to_json()))) == read


def test_refusals_come_through_with_their_parameters() -> None:
    with pytest.raises(ReadError) as caught:
        read_in_subprocess(b"SQLite format 3\x00" + bytes(200), "a.pdf")
    assert caught.value.code is ErrorCode.WRONG_TYPE
    assert caught.value.params == {"claimed": "pdf", "actual": "sqlite"}


def test_odd_names_reach_the_child() -> None:
    for name in ("", "a\x00b.txt", "\u202efdp.txt", "-c.txt", "'; rm.txt", "x" * 5000 + ".txt", "\udcff.txt"):
        assert read_in_subprocess(FILES["a.txt"], name).text == ARABIC


def test_a_file_of_50_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    started = time.monotonic()
    for source in (path, b"a" * (DEFAULT_LIMITS.max_bytes + 1)):
        with pytest.raises(ReadError) as caught:
            read_in_subprocess(source, "large.txt")
        assert caught.value.code is ErrorCode.TOO_LARGE
    assert time.monotonic() - started < 2


def test_a_text_too_long_for_a_release_is_refused() -> None:
    with pytest.raises(ReadError) as caught:
        read_in_subprocess((ARABIC * 8_000).encode("cp1256"), "a.txt")
    assert caught.value.code is ErrorCode.TOO_LONG


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("while True: pass", ErrorCode.TIMEOUT),
        ("time.sleep(60)", ErrorCode.TIMEOUT),
        ("signal.signal(signal.SIGALRM, signal.SIG_IGN); time.sleep(60)", ErrorCode.TIMEOUT),
        ("keep = bytearray(900_000_000)", ErrorCode.MEMORY),
        ("import ctypes; ctypes.string_at(0)", ErrorCode.BROKEN),
        ("os.abort()", ErrorCode.BROKEN),
        ("os.kill(os.getpid(), 9)", ErrorCode.MEMORY),
        ("sys.exit(3)", ErrorCode.BROKEN),
        ("sys.exit(0)", ErrorCode.BROKEN),
        ("print('{\"neither\": 1}')", ErrorCode.BROKEN),
        ("raise KeyError('a library fell over')", ErrorCode.BROKEN),
    ],
)
def test_however_a_child_ends_it_is_an_error_for_people(
    code: str, expected: ErrorCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    child_that(code, monkeypatch)
    # A child that ends by itself is given the time that a busy machine needs to start it.
    seconds = 0.5 if expected is ErrorCode.TIMEOUT else 15.0
    monkeypatch.setattr(worker_module, "_GRACE", 0.5)
    started = time.monotonic()
    with pytest.raises(ReadError) as caught:
        read_in_subprocess(FOR_A_CHILD, "a.txt", Limits(seconds=seconds, max_memory=800_000_000))
    assert caught.value.code is expected
    assert time.monotonic() - started < seconds + 4


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
    ],
)
def test_a_child_reaches_no_network_and_starts_no_program(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    child_that(
        f'try:\n    {code}\nexcept PermissionError:\n    print(\'{{"error": "unsafe", "params": {{}}}}\')',
        monkeypatch,
    )
    with pytest.raises(ReadError) as caught:
        read_in_subprocess(FOR_A_CHILD, "a.txt")
    assert caught.value.code is ErrorCode.UNSAFE


def test_a_child_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIJILL_SECRET_KEY", "not for readers")
    child_that("""print(json.dumps({'error': 'unsafe', 'params': dict(os.environ)}))""", monkeypatch)
    with pytest.raises(ReadError) as caught:
        read_in_subprocess(FOR_A_CHILD, "a.txt")
    assert caught.value.params["LANG"] == "C.UTF-8"
    assert set(caught.value.params) <= {"PATH", "LANG", "LC_CTYPE", "MALLOC_ARENA_MAX", "RAYON_NUM_THREADS"}


def test_an_orphan_ends_by_itself(tmp_path: Path) -> None:
    """A worker killed outright leaves its child behind; the alarm ends it."""
    mark = tmp_path / "mark"
    code = (
        "import sys, time, os; sys.path.insert(0, sys.argv[1])\n"
        "from ingest.reading.limits import Limits, bind_process\n"
        "open(sys.argv[2], 'w').write(str(os.getpid()))\n"
        "bind_process(Limits(seconds=0.2))\ntime.sleep(60)"
    )
    root = str(Path(__file__).resolve().parents[2])
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import subprocess; subprocess.run([{sys.executable!r}, '-c', {code!r}, {root!r}, {str(mark)!r}])",
        ]
    )
    deadline = time.monotonic() + 20
    while not (mark.exists() and mark.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    child = int(mark.read_text())
    while time.monotonic() < deadline:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if (Path("/proc") / str(child) / "stat").exists() and ") Z" in Path(
            f"/proc/{child}/stat"
        ).read_text():
            return
        time.sleep(0.1)
    pytest.fail("the orphan lives on")


def test_the_light_formats_load_no_heavy_library() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\nfrom ingest.reading import read_file\n"
        "read_file('وزير الصناعة في ليبيا'.encode(), 'a.txt')\n"
        "heavy = {'lxml', 'trafilatura', 'qalam', 'pypdfium2', 'charset_normalizer', 'docx', 'django'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, root], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
