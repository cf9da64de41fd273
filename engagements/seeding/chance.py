"""Seeded choices that are skewed as a register is: few countries, bodies and people have most of it."""

from __future__ import annotations

from bisect import bisect
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

Item = TypeVar("Item")

YEARS = 30
_MONTHS = (9, 10, 9, 8, 10, 9, 6, 4, 10, 12, 12, 9)
"""Weights of the months: little in summer, much in autumn."""
_GROWTH = 2.0
"""The last year has this many times more than the first, over and above it."""


class Zipf(Generic[Item]):
    """Draws an item; the n-th is drawn 1/n as often as the first, whatever `steepness` makes of it."""

    def __init__(self, items: Sequence[Item], *, steepness: float = 1.0) -> None:
        self.items = items
        self._upto = list(accumulate(1 / (n + 1) ** steepness for n in range(len(items))))

    def draw(self, random: Random) -> Item:
        return self.items[bisect(self._upto, random.random() * self._upto[-1], hi=len(self.items) - 1)]


class Calendar:
    """Draws a working day of the thirty years up to `today`, by seasons, more in later years."""

    def __init__(self, today: date) -> None:
        first = today - timedelta(days=YEARS * 365)
        self._days = [first + timedelta(days=n) for n in range(YEARS * 365)]
        self._upto = list(accumulate(self._weight(day, n) for n, day in enumerate(self._days)))

    def _weight(self, day: date, number: int) -> float:
        season = _MONTHS[day.month - 1] * (0.1 if day.weekday() in {4, 5} else 1)
        return season * (1 + _GROWTH * number / len(self._days))

    def draw(self, random: Random) -> date:
        return self._days[bisect(self._upto, random.random() * self._upto[-1], hi=len(self._days) - 1)]
