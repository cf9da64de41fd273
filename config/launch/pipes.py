"""Lets a program end quietly when its reader has closed the pipe, as in `run.py sbom | head`."""

from __future__ import annotations

import os
import select
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

UNREAD = 128 + signal.SIGPIPE
"""The exit code that shells use for that."""


def spoken(work: Callable[[], int]) -> int:
    """Runs `work` and flushes its output. Returns its result, or UNREAD if nobody reads the standard output any
    more.
    """
    try:
        try:
            return work()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        if not _is_unread():
            raise
        # Otherwise Python would flush once more at exit and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD


def _is_unread() -> bool:
    """Whether it is standard output that broke, and not a connection to some server."""
    line = select.poll()
    line.register(sys.stdout.fileno(), 0)
    return bool(line.poll(0))
