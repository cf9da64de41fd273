"""Read one file in a process of its own, which is killed at its limits. What the Celery worker calls.

Celery's own workers may not start `multiprocessing` children, and a fork would inherit database connections;
a fresh interpreter inherits nothing.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

from ingest.reading import office
from ingest.reading.errors import ErrorCode, ReadError, WarningCode
from ingest.reading.formats import Format, claimed_format, may_hold_files, sniff_container
from ingest.reading.limits import DEFAULT_LIMITS, Limits
from ingest.reading.reader import read_file
from ingest.reading.result import ReadText, ReadWarning

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

_ROOT = str(Path(__file__).resolve().parents[2])
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); from ingest.reading.child import main; main(sys.argv[2])"
)
# One thread and one arena: each further one would reserve address space that the memory limit counts.
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1", "RAYON_NUM_THREADS": "1"}
RECOGNISER = "tesseract"
"""The program that recognises letters, found on this process's own path."""
# The child stops itself at `seconds`; the parent only makes sure, some seconds later.
_GRACE = 4.0
_SHORT = 64_000
"""Bytes: some twenty pages of Arabic."""
_NOT_PLAIN = re.compile(rb"[<\x00-\x08\x0b\x0e-\x1f]")
_OUT_OF_MEMORY = ("MemoryError", "memory allocation", "bad_alloc", "cannot allocate")


def read_in_subprocess(
    source: bytes | Path | str, filename: str, limits: Limits = DEFAULT_LIMITS
) -> ReadText:
    """As `read_file`, in a child bound by all of `limits`. `source` is the bytes or the path of a file.

    A short text in UTF-8 is read here: no library looks at it, and starting a child takes longer than reading it.

    Raises ReadError, whatever happens to the child (and OSError if the path cannot be opened). A file that holds
    pictures of text gives the code `scan`: it is for `recognise_in_subprocess`.
    """
    plain = _plain(source, limits)
    return read_file(plain, filename, limits) if plain else _read(source, filename, limits, recogniser=None)


def recognise_in_subprocess(
    source: bytes | Path | str, filename: str, limits: Limits = DEFAULT_LIMITS
) -> ReadText:
    """As `read_in_subprocess`, with the letters in pictures recognised: seconds a page, `scan_seconds` in all."""
    bound = replace(limits, seconds=limits.scan_seconds)
    return _read(source, filename, bound, recogniser=shutil.which(RECOGNISER) or "")


def _plain(source: bytes | Path | str, limits: Limits) -> bytes:
    """What is nothing but a short text without a tag; else nothing."""
    most = min(_SHORT, limits.max_bytes)
    if isinstance(source, bytes):
        data = source[: most + 1]
    else:
        with Path(source).open("rb") as file:
            data = file.read(most + 1)
    if len(data) > most or _NOT_PLAIN.search(data) or sniff_container(data):
        return b""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return b""
    return data


def _read(source: bytes | Path | str, filename: str, limits: Limits, *, recogniser: str | None) -> ReadText:
    if isinstance(source, bytes):
        if len(source) > limits.max_bytes:
            raise ReadError(ErrorCode.TOO_LARGE, size=len(source), limit=limits.max_bytes)
        with tempfile.TemporaryFile() as spool:
            spool.write(source)
            spool.seek(0)
            return _run(spool, filename, limits, recogniser)
    with Path(source).open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        # A container may be larger than a document; which it is, the child finds out.
        container = may_hold_files(os.pread(file.fileno(), 1024, 0)) and size <= limits.max_container_bytes
        if size > limits.max_bytes and not container:
            raise ReadError(ErrorCode.TOO_LARGE, size=size, limit=limits.max_bytes)
        return _run(file, filename, limits, recogniser)


def _run(file: IO[bytes], filename: str, limits: Limits, recogniser: str | None) -> ReadText:
    try:
        return run_child(file, {"filename": filename, "recogniser": recogniser}, limits, ReadText.from_json)
    except ReadError as error:
        if error.code is not ErrorCode.NO_CONVERTER:
            raise
        kind = str(error.params["kind"])
    return _run_converted(file, kind, filename, limits)


def _run_converted(file: IO[bytes], kind: str, filename: str, limits: Limits) -> ReadText:
    """What another program made of the file, read like any docx."""
    with tempfile.TemporaryFile() as spool:
        spool.write(office.converted(file, kind, limits))
        spool.seek(0)
        read = run_child(spool, {"filename": "", "recogniser": None}, limits, ReadText.from_json)
    if read.format != Format.DOCX:
        raise ReadError(ErrorCode.BROKEN)
    claimed = claimed_format(filename)
    wrong = {"claimed": claimed, "actual": kind} if claimed in set(Format) and claimed != kind else None
    warnings = (*read.warnings, *([ReadWarning(WarningCode.OTHER_TYPE, dict(wrong))] if wrong else []))
    return replace(read, format=kind, decoder=f"{read.decoder}+libreoffice", warnings=warnings)


def run_child(
    stdin: IO[bytes],
    order: dict[str, Any],
    limits: Limits,
    build: Callable[[dict[str, Any]], Result],
    *,
    spool: IO[bytes] | None = None,
) -> Result:
    """What `build` makes of the answer of a child that is bound by `limits`. It may write to `spool`, if there is one.

    Raises ReadError however else the child ends.
    """
    filename = str(order["filename"])
    spools = (spool.fileno(),) if spool else ()
    told = json.dumps({**order, "limits": asdict(limits), "spool": spools[0] if spools else None})
    command = [sys.executable, "-I", "-c", _BOOT, _ROOT, told]
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            command,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=_ENVIRONMENT,
            start_new_session=True,
            pass_fds=spools,
        )
        try:
            output, _ = child.communicate(timeout=limits.seconds + _GRACE)
        except subprocess.TimeoutExpired as error:
            raise ReadError(ErrorCode.TIMEOUT, seconds=limits.seconds) from error
        finally:
            if child.poll() is None:
                child.kill()
                child.communicate()
            _end_what_it_started(child.pid)
        if child.returncode == 0:
            return _result(output, filename, build)
        complaints.seek(0)
        raise _failure(child.returncode, complaints.read(20_000).decode("utf-8", "replace"), filename, limits)


def _end_what_it_started(leader: int) -> None:
    """A child that was ended by its alarm may leave the program that recognises letters behind."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _result(output: bytes, filename: str, build: Callable[[dict[str, Any]], Result]) -> Result:
    try:
        answer = json.loads(output)
        if "read" in answer:
            return build(answer["read"])
        error = ReadError(ErrorCode(answer["error"]), **answer["params"])
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        logger.warning("reading %r gave no answer: %r", filename, output[:200])
        raise ReadError(ErrorCode.BROKEN) from fault
    raise error


def _failure(status: int, complaint: str, filename: str, limits: Limits) -> ReadError:
    """Why a child ended without an answer, told by how it ended."""
    if status in (-signal.SIGALRM, -signal.SIGXCPU):
        return ReadError(ErrorCode.TIMEOUT, seconds=limits.seconds)
    if status == -signal.SIGKILL or any(mark in complaint for mark in _OUT_OF_MEMORY):
        return ReadError(ErrorCode.MEMORY, limit=limits.max_memory)
    # A library fell over: for people the file is broken, for us it is a fault worth a line in the log.
    logger.warning("reading %r ended with status %s: %s", filename, status, complaint.strip()[-500:])
    return ReadError(ErrorCode.BROKEN)
