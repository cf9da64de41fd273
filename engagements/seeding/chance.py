"""Seeded random choices, skewed as in a real register: a few countries, organisations and people are in most
engagements.
"""

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
"""Weights of the months: low in summer, high in autumn."""
_GROWTH = 2.0
"""How much the weight grows from the first year to the last: by this factor of the first year's weight."""


class Zipf(Generic[Item]):
    """Draws items with a Zipf distribution: the n-th is drawn 1/n**steepness as often as the first."""

    def __init__(self, items: Sequence[Item], *, steepness: float = 1.0) -> None:
        self.items = items
        self._upto = list(accumulate(1 / (n + 1) ** steepness for n in range(len(items))))

    def draw(self, random: Random) -> Item:
        return self.items[bisect(self._upto, random.random() * self._upto[-1], hi=len(self.items) - 1)]


class Calendar:
    """Draws days of the thirty years up to `today`: mostly working days, by season, more in later years."""

    def __init__(self, today: date) -> None:
        first = today - timedelta(days=YEARS * 365)
        self._days = [first + timedelta(days=n) for n in range(YEARS * 365)]
        self._upto = list(accumulate(self._weight(day, n) for n, day in enumerate(self._days)))

    def _weight(self, day: date, number: int) -> float:
        season = _MONTHS[day.month - 1] * (0.1 if day.weekday() in {4, 5} else 1)
        return season * (1 + _GROWTH * number / len(self._days))

    def draw(self, random: Random) -> date:
        return self._days[bisect(self._upto, random.random() * self._upto[-1], hi=len(self._days) - 1)]
