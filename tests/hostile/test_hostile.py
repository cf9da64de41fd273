"""Each hostile file is refused or read within its limits; none is executed, none fetches anything."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from ingest.reading import Limits, ReadError, read_in_subprocess
from tests.hostile import docx_cases, other_cases, pdf_cases
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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hostile_file(
    case: Case,
    visitors: tuple[str, list[bytes]],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, seen = visitors
    for module in (docx_cases, pdf_cases, other_cases):
        monkeypatch.setattr(module, "CANARY", address)
    data = case.build()
    started = time.monotonic()
    try:
        outcome, text = READ, read_in_subprocess(data, case.filename, LIMITS).text
    except ReadError as error:
        outcome, text = str(error.code), str(error)
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
