"""Read one file in a process of its own, which is killed at its limits. What the Celery worker calls.

Celery's own workers may not start `multiprocessing` children, and a fork would inherit database connections;
a fresh interpreter inherits nothing.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import IO

from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.limits import DEFAULT_LIMITS, Limits
from ingest.reading.result import ReadText

logger = logging.getLogger(__name__)

_ROOT = str(Path(__file__).resolve().parents[2])
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); from ingest.reading.child import main; main(sys.argv[2])"
)
# One thread and one arena: each further one would reserve address space that the memory limit counts.
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1", "RAYON_NUM_THREADS": "1"}
# The child stops itself at `seconds`; the parent only makes sure, some seconds later.
_GRACE = 4.0
_OUT_OF_MEMORY = ("MemoryError", "memory allocation", "bad_alloc", "cannot allocate")


def read_in_subprocess(
    source: bytes | Path | str, filename: str, limits: Limits = DEFAULT_LIMITS
) -> ReadText:
    """As `read_file`, in a child bound by all of `limits`. `source` is the bytes or the path of a file.

    Raises ReadError, whatever happens to the child (and OSError if the path cannot be opened).
    """
    if isinstance(source, bytes):
        if len(source) > limits.max_bytes:
            raise ReadError(ErrorCode.TOO_LARGE, size=len(source), limit=limits.max_bytes)
        with tempfile.TemporaryFile() as spool:
            spool.write(source)
            spool.seek(0)
            return _run(spool, filename, limits)
    with Path(source).open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > limits.max_bytes:
            raise ReadError(ErrorCode.TOO_LARGE, size=size, limit=limits.max_bytes)
        return _run(file, filename, limits)


def _run(file: IO[bytes], filename: str, limits: Limits) -> ReadText:
    order = json.dumps({"filename": filename, "limits": asdict(limits)})
    command = [sys.executable, "-I", "-c", _BOOT, _ROOT, order]
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            command,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=_ENVIRONMENT,
            start_new_session=True,
        )
        try:
            output, _ = child.communicate(timeout=limits.seconds + _GRACE)
        except subprocess.TimeoutExpired as error:
            raise ReadError(ErrorCode.TIMEOUT, seconds=limits.seconds) from error
        finally:
            if child.poll() is None:
                child.kill()
                child.communicate()
        if child.returncode == 0:
            return _result(output, filename)
        complaints.seek(0)
        raise _failure(child.returncode, complaints.read(20_000).decode("utf-8", "replace"), filename, limits)


def _result(output: bytes, filename: str) -> ReadText:
    try:
        answer = json.loads(output)
        if "read" in answer:
            return ReadText.from_json(answer["read"])
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
