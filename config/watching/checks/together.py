"""Runs several checks in parallel with a common deadline, so that one that hangs does not block the answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from django.db import connections

from config.watching.checks.finding import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from config.watching.checks.finding import Check, Finding

DEADLINE_SECONDS = 2.0
"""A silent broker may cost one second more when the answer is counted, so /readyz answers within about three."""


def states(checks: Sequence[Check], now: datetime, *, seconds: float | None = None) -> dict[str, State]:
    """The state of each check by its key; BAD if it does not answer within `seconds` (by default DEADLINE_SECONDS).

    A late check is left to end by itself; each has its own timeouts.
    """
    pool = ThreadPoolExecutor(len(checks), thread_name_prefix="check")
    try:
        asked = {check.key: pool.submit(_alone, check, now) for check in checks}
        wait(asked.values(), timeout=DEADLINE_SECONDS if seconds is None else seconds)
        return {key: told.result().state if told.done() else State.BAD for key, told in asked.items()}
    finally:
        pool.shutdown(wait=False)


def _alone(check: Check, now: datetime) -> Finding:
    """Runs a check in a thread and closes the thread's own database connections."""
    try:
        return check.look(now)
    finally:
        connections.close_all()
