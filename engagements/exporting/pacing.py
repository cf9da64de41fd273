"""A long export stands back: pages of others that want the same processor come first.

A hundred thousand rows take seconds of pure work. A page of the same process, some twenty short waits for the
database, would have to win the interpreter back from it after each.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engagements.exporting.tables import Row

PIECE = 500
"""Rows that are written at a stretch: some hundredths of a second."""
CROWDED = 0.3
"""Who waits for this part of the time that he works is not alone."""
REST = 3
"""While others wait, an export rests this many times as long as it has worked, so it gets a quarter of a processor."""
LONGEST = 1.0
"""Seconds: whoever waits for the file sees that it comes."""


class Pace:
    """Of one export, from its first row to its last, in one thread."""

    def __init__(self) -> None:
        self.rested = 0.0
        """Seconds in all."""
        self._since = time.thread_time()

    def pieces(self, rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
        """The rows in pieces; rests behind each that others had to wait for.

        What is done with a piece has to be work only: who waits for a line or a file meanwhile looks crowded.
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
    """Seconds to rest after a piece that took `passed` seconds, of them `worked` on a processor; `in_all` with what
    was worked to get its rows. None where nobody else wanted it."""
    if passed - worked <= CROWDED * worked:
        return 0.0
    return min(REST * in_all, LONGEST)
