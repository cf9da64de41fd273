"""A program whose reader has had enough, as of `run.py sbom | head`: it ends, and that is no error to tell of."""

from __future__ import annotations

import os
import select
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

UNREAD = 128 + signal.SIGPIPE
"""The exit code that shells know for it."""


def spoken(work: Callable[[], int]) -> int:
    """What `work` returns, once all that it said is written; UNREAD if nobody reads the standard output any more."""
    try:
        try:
            return work()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        if not _is_unread():
            raise
        # Python would write once more at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD


def _is_unread() -> bool:
    """Whether it is the standard output that broke, and not the line to some server."""
    line = select.poll()
    line.register(sys.stdout.fileno(), 0)
    return bool(line.poll(0))
