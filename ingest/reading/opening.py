"""Unpacks a container in a child process, which is killed at its limits. The Celery worker calls this."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.limits import DEFAULT_LIMITS, Limits
from ingest.reading.parts import Unpacked
from ingest.reading.worker import run_child


def take_apart_in_subprocess(
    path: Path | str, filename: str, spool: IO[bytes], limits: Limits = DEFAULT_LIMITS
) -> Unpacked:
    """What is in the container at `path`. Afterwards the bytes of its parts are in `spool`, an open file.

    Raises ReadError, whatever happens to the child, and OSError if the path cannot be opened.
    """
    with Path(path).open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > limits.max_container_bytes:
            raise ReadError(ErrorCode.TOO_LARGE, size=size, limit=limits.max_container_bytes)
        order = {"filename": filename, "recogniser": None}
        return run_child(file, order, limits, Unpacked.from_json, spool=spool)
