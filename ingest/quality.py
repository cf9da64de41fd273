"""How well the reader reads, by what editors decided: counted from the review events."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import CharField, Count, F, Func, Value
from django.db.models.functions import TruncMonth

from ingest.models import Verdict

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ingest.models import ReviewEvent

PERIOD = timedelta(days=30)
"""What is called a month when the last one is held against the one before."""
FEWEST = 8
"""Of fewer values no share is told: one decision would move it by more than a tenth."""


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the values of one sort. `added`: values that the reader had missed."""

    key: str
    accepted: int
    corrected: int
    removed: int
    added: int
    change: int | None = None

    @property
    def proposed(self) -> int:
        return self.accepted + self.corrected + self.removed

    @property
    def percent(self) -> int | None:
        """Of 100 proposed values, how many were left as they were; None if there are too few to say."""
        return round(100 * self.accepted / self.proposed) if self.proposed >= FEWEST else None


def field_of(path: str) -> Func:
    """The sort of value that a path names: `participants.0.name` is `participants.name`, `topics:mining` `topics`."""
    bare = Func(F(path), Value(":.*$"), Value(""), function="regexp_replace", output_field=CharField())
    return Func(
        bare, Value(r"\.\d+"), Value(""), Value("g"), function="regexp_replace", output_field=CharField()
    )


DIMENSIONS = {
    "field": field_of("field"),
    "outlet": F("draft__release__source__outlet"),
    "rule": F("rule"),
    "band": F("band"),
}


def scores(events: QuerySet[ReviewEvent], dimension: str, *, now: datetime) -> list[Score]:
    """By `field`, `outlet`, `rule` or `band`: the most decided first. Three queries."""
    whole = _counted(events, dimension)
    recent = {one.key: one for one in _counted(events.filter(at__gt=now - PERIOD), dimension)}
    before = events.filter(at__gt=now - 2 * PERIOD, at__lte=now - PERIOD)
    earlier = {one.key: one for one in _counted(before, dimension)}
    return [_with_change(one, recent.get(one.key), earlier.get(one.key)) for one in whole]


def _with_change(score: Score, recent: Score | None, earlier: Score | None) -> Score:
    now, then = recent.percent if recent else None, earlier.percent if earlier else None
    change = now - then if now is not None and then is not None else None
    return Score(score.key, score.accepted, score.corrected, score.removed, score.added, change)


def _counted(events: QuerySet[ReviewEvent], dimension: str) -> list[Score]:
    rows = (
        events.order_by().annotate(key=DIMENSIONS[dimension]).values("key", "verdict").annotate(n=Count("pk"))
    )
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        # What an editor added has neither rule nor band.
        if row["key"] or dimension not in ("rule", "band"):
            numbers[row["key"]][row["verdict"]] += row["n"]
    return sorted(
        (_score(key, counted) for key, counted in numbers.items()), key=lambda one: (-one.proposed, one.key)
    )


def _score(key: str, counted: Counter[str]) -> Score:
    return Score(key, *(counted[verdict] for verdict in Verdict))


@dataclass(frozen=True, slots=True)
class Month:
    """`first` is the month's first day, as a moment."""

    first: datetime
    score: Score


def months(events: QuerySet[ReviewEvent]) -> list[Month]:
    """By month, the newest first."""
    rows = (
        events.order_by().annotate(month=TruncMonth("at")).values("month", "verdict").annotate(n=Count("pk"))
    )
    numbers: dict[datetime, Counter[str]] = defaultdict(Counter)
    for row in rows:
        numbers[row["month"]][row["verdict"]] += row["n"]
    return [Month(first, _score("", numbers[first])) for first in sorted(numbers, reverse=True)]
