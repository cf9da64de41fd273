"""Slows a long export down while others want the processor, so that pages come first.

A hundred thousand rows take seconds of pure Python. A page of the same process waits some twenty times for the
database, and after each wait would have to get the interpreter lock back from the export.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engagements.exporting.tables import Row

PIECE = 500
"""Rows that are written without a pause: some hundredths of a second."""
CROWDED = 0.3
"""If a piece waited for the processor longer than this part of its working time, others want it too."""
REST = 3
"""While others wait, an export rests this many times as long as it has worked, so it gets a quarter of a processor."""
LONGEST = 1.0
"""The longest rest in seconds, so that the file is seen to arrive."""


class Pace:
    """Paces one export, from its first row to its last, in one thread."""

    def __init__(self) -> None:
        self.rested = 0.0
        """Seconds in all."""
        self._since = time.thread_time()

    def pieces(self, rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
        """The rows in pieces; sleeps after a piece for which others had to wait.

        What is done with a piece must be computing only: time spent waiting for input or output would look like
        waiting for the processor.
        """
        for place in range(0, len(rows), PIECE):
            began, own = time.perf_counter(), time.thread_time()
            yield rows[place : place + PIECE]
            worked = time.thread_time()
            seconds = rest_after(
                passed=time.perf_counter() - began, worked=worked - own, in_all=worked - self._since
            )
            if seconds:
                time.sleep(seconds)
                self.rested += seconds
            self._since = time.thread_time()


def rest_after(*, passed: float, worked: float, in_all: float) -> float:
    """Seconds to rest after a piece that took `passed` seconds, of which it computed for `worked`; `in_all` also
    counts the computing that read its rows. 0 if nobody else wanted the processor.
    """
    if passed - worked <= CROWDED * worked:
        return 0.0
    return min(REST * in_all, LONGEST)
