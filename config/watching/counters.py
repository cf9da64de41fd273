"""Counters and histograms over all processes, as reported to Prometheus (`config.watching.metrics`).

Each process collects its counts and adds them every few seconds to a hash on the shared server, so that any web
process can report for all, including workers on other machines.
"""

from __future__ import annotations

import json
import threading
import time
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import cast

from config.watching.shared import AWAY, server

EVERY_SECONDS = 5.0
PAGE_SECONDS = (0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 2.5, 10.0)
TASK_SECONDS = (0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0)
_KEY = "sijill:figures"
_SUM = "sum"


@dataclass(frozen=True, slots=True)
class Figure:
    """A counter, or with `bounds` (upper bounds in seconds) a histogram."""

    name: str
    told: str
    labels: tuple[str, ...]
    bounds: tuple[float, ...] = ()


REQUESTS = Figure("sijill_requests", "Answers by page, method and status.", ("view", "method", "status"))
REQUEST_SECONDS = Figure(
    "sijill_request_seconds", "Time of answers until their first byte.", ("view",), PAGE_SECONDS
)
FILES = Figure("sijill_files", "Files given out: exports, briefs, originals.", ("view", "form"))
TASKS = Figure("sijill_tasks", "Tasks of workers by their end.", ("task", "state"))
TASK_TIME = Figure("sijill_task_seconds", "Time of tasks.", ("task",), TASK_SECONDS)
PARSES = Figure("sijill_parses", "Attempts to read a release by their outcome.", ("outcome",))
ALL = (REQUESTS, REQUEST_SECONDS, FILES, TASKS, TASK_TIME, PARSES)


class Gathering:
    """The counts of this process that are not yet on the shared server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: defaultdict[str, float] = defaultdict(float)
        self._told = time.monotonic()

    def count(self, figure: Figure, *labels: str, by: float = 1) -> None:
        self._add({_field(figure, labels): by})

    def observe(self, figure: Figure, *labels: str, seconds: float) -> None:
        """Adds an observation of this many seconds to a histogram."""
        place = bisect_left(figure.bounds, seconds)
        bound = str(figure.bounds[place]) if place < len(figure.bounds) else "+Inf"
        self._add({_field(figure, labels, bound): 1, _field(figure, labels, _SUM): seconds})

    def tell(self) -> None:
        """Adds the counts to the shared ones. If the server does not answer, they are kept for the next time."""
        with self._lock:
            counts, self._counts = self._counts, defaultdict(float)
            self._told = time.monotonic()
        try:
            if counts and (line := server()):
                with line.pipeline(transaction=False) as pipeline:
                    for name, by in counts.items():
                        pipeline.hincrbyfloat(_KEY, name, by)
                    pipeline.execute()
        except AWAY:
            self._add(counts, may_tell=False)

    def _add(self, counts: dict[str, float], *, may_tell: bool = True) -> None:
        with self._lock:
            for name, by in counts.items():
                self._counts[name] += by
            due = time.monotonic() - self._told >= EVERY_SECONDS
        if due and may_tell:
            self.tell()


gathering = Gathering()


def gathered() -> dict[str, dict[tuple[str, ...], dict[str, float]]]:
    """All shared counts, by name of the figure, labels and bound ("" for a counter, "sum" for the total seconds).

    Raises AWAY.
    """
    line = server()
    found: dict[str, dict[tuple[str, ...], dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for field, value in (cast("dict[str, str]", line.hgetall(_KEY)) if line else {}).items():
        name, labels, bound = json.loads(field)
        found[name][tuple(labels)][bound] = float(value)
    return found


def _field(figure: Figure, labels: tuple[str, ...], bound: str = "") -> str:
    return json.dumps([figure.name, labels, bound], separators=(",", ":"))
