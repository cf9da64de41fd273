"""Several checks side by side, and all of them no longer than a deadline: what hangs must not hang who asks."""

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
"""The counts of the answer may cost another second of a silent broker: /readyz answers within about three."""


def states(checks: Sequence[Check], now: datetime, *, seconds: float | None = None) -> dict[str, State]:
    """What each finds, by its key; BAD for one that says nothing in time (`seconds`, else DEADLINE_SECONDS).

    Such a one is left to end by itself: each has a time of its own for what it asks.
    """
    pool = ThreadPoolExecutor(len(checks), thread_name_prefix="check")
    try:
        asked = {check.key: pool.submit(_alone, check, now) for check in checks}
        wait(asked.values(), timeout=DEADLINE_SECONDS if seconds is None else seconds)
        return {key: told.result().state if told.done() else State.BAD for key, told in asked.items()}
    finally:
        pool.shutdown(wait=False)


def _alone(check: Check, now: datetime) -> Finding:
    """A thread has connections of its own to the database, and ends them."""
    try:
        return check.look(now)
    finally:
        connections.close_all()
