"""Each hostile file is refused or read within its limits; none is executed, none fetches anything."""

from __future__ import annotations

import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.reading import ErrorCode, Limits, ReadError, read_in_subprocess, take_apart_in_subprocess
from tests.hostile import container_cases, docx_cases, other_cases, pdf_cases
from tests.hostile.case import READ, Case
from tests.hostile.cases import CASES

LIMITS = Limits(seconds=15.0, max_memory=700_000_000)


@pytest.fixture(scope="module")
def visitors() -> Iterator[tuple[str, list[bytes]]]:
    """The address of a server on this machine and the list of those who asked it."""
    seen: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    done = threading.Event()

    def listen() -> None:
        while not done.is_set():
            try:
                visitor, _ = server.accept()
            except TimeoutError:
                continue
            seen.append(visitor.recv(100))
            visitor.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]:05d}/", seen
    done.set()
    thread.join()
    server.close()


def outcome_of(data: bytes, filename: str, folder: Path) -> tuple[str, str]:
    """What the worker would come to: a text, the names in a container, or the code of a refusal."""
    path = folder / "stored"
    path.write_bytes(data)
    try:
        return READ, read_in_subprocess(path, filename, LIMITS).text
    except ReadError as error:
        if error.code is not ErrorCode.CONTAINER:
            return str(error.code), str(error)
    try:
        with tempfile.TemporaryFile() as spool:
            found = take_apart_in_subprocess(path, filename, spool, LIMITS)
            assert spool.seek(0, os.SEEK_END) == sum(part.size for part in found.parts if not part.left_out)
    except ReadError as error:
        return str(error.code), str(error)
    assert not any(part.path.startswith("/") for part in found.parts)
    assert sorted(each.name for each in folder.iterdir()) == ["stored"]
    return READ, " ".join(part.path for part in found.parts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hostile_file(
    case: Case,
    visitors: tuple[str, list[bytes]],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    address, seen = visitors
    for module in (docx_cases, pdf_cases, other_cases, container_cases):
        monkeypatch.setattr(module, "CANARY", address)
    data = case.build()
    started = time.monotonic()
    outcome, text = outcome_of(data, case.filename, tmp_path)
    assert outcome in case.expected
    assert time.monotonic() - started < LIMITS.seconds + 5
    assert len(text) <= LIMITS.max_chars
    assert not [word for word in case.never if word in text]
    assert seen == []
    # Refused on purpose, not because our own code fell over.
    assert "Traceback" not in caplog.text


def test_the_canary_sings(visitors: tuple[str, list[bytes]]) -> None:
    """A check of the check: somebody who asks is seen."""
    address, seen = visitors
    port = int(address.rstrip("/").rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as visitor:
        visitor.sendall(b"hello")
        visitor.recv(1)
    deadline = time.monotonic() + 5
    while not seen and time.monotonic() < deadline:
        time.sleep(0.05)
    assert seen == [b"hello"]
    seen.clear()
