"""Pages of an original as pictures, drawn in a process of its own, which is killed at its limits."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.formats import PICTURES, Format, claimed_format
from ingest.reading.limits import DEFAULT_LIMITS, Limits
from ingest.reading.worker import run_child

PAGED = frozenset({Format.PDF, *PICTURES})
"""The formats that have pages to be looked at."""


def has_pages(filename: str, file_format: str = "") -> bool:
    """Whether a file of this name, read as `file_format` (empty: not read), has pages to be looked at."""
    return (file_format or claimed_format(filename)) in PAGED


def survey_in_subprocess(path: Path | str, limits: Limits = DEFAULT_LIMITS) -> dict[str, Any]:
    """`{"total": pages, "sizes": [[width, height], …]}` of the first `max_shown_pages`, in pixels as drawn.

    Raises ReadError, whatever happens to the child (and OSError if the path cannot be opened).
    """
    with tempfile.TemporaryFile() as spool:
        found: dict[str, Any] = _run(path, [0, 0], limits, spool)
    return found


def draw_in_subprocess(
    path: Path | str, first: int, last: int, limits: Limits = DEFAULT_LIMITS
) -> list[bytes]:
    """The pages `first` to `last` (from 1), each as a WebP picture; those that are not there are left out.

    Raises as `survey_in_subprocess`.
    """
    with tempfile.TemporaryFile() as spool:
        lengths: list[int] = _run(path, [first, last], limits, spool)["lengths"]
        spool.seek(0)
        return [spool.read(length) for length in lengths]


def _run(path: Path | str, pages: list[int], limits: Limits, spool: Any) -> dict[str, Any]:
    bound = replace(limits, seconds=limits.shown_seconds, max_parts_bytes=limits.max_shown_bytes)
    with Path(path).open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > limits.max_bytes:
            raise ReadError(ErrorCode.TOO_LARGE, size=size, limit=limits.max_bytes)
        order = {"filename": "", "recogniser": None, "pages": pages}
        return run_child(file, order, bound, dict, spool=spool)
