"""How well the reader reads, counted from what editors decided (review events and drafts)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from engagements.days import month_end
from ingest.models import DraftStatus, RejectReason, Verdict
from ingest.quality.shares import Interval, difference, wilson

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from ingest.models import ReviewEvent
    from ingest.models.draft_queries import DraftQuerySet

FEWEST = 8
"""Of fewer values no share is told: one decision would move it by more than a tenth."""
DIMENSIONS = ("field", "rule", "band", "month", "outlet")
_COLUMNS = {"field": "sort", "rule": "rule", "band": "band", "month": "month"}

PROMISES: dict[str, tuple[float, float]] = {"sure": (0.95, 1.0), "check": (0.60, 0.95), "guess": (0.0, 0.60)}
"""What each band says of its values: the least and the most share of them that is right."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of some proposed values. `added` are values that the reader had missed."""

    accepted: int = 0
    corrected: int = 0
    removed: int = 0
    added: int = 0

    @property
    def proposed(self) -> int:
        return self.accepted + self.corrected + self.removed

    @property
    def percent(self) -> int | None:
        """How many of 100 proposed values were accepted as they were; None if there are too few to say."""
        return round(100 * self.accepted / self.proposed) if self.proposed >= FEWEST else None

    @property
    def interval(self) -> Interval:
        return wilson(self.accepted, self.proposed)

    @property
    def between(self) -> tuple[int, int]:
        """The confidence interval in percent."""
        return round(100 * self.interval.low), round(100 * self.interval.high)

    def with_more(self, verdict: str, number: int) -> Counts:
        return replace(self, **{verdict: getattr(self, verdict) + number})


@dataclass(frozen=True, slots=True)
class Score:
    """The values of one kind: all, those decided in `this` month, and those in the `last` one."""

    key: str
    all: Counts = field(default_factory=Counts)
    this: Counts = field(default_factory=Counts)
    last: Counts = field(default_factory=Counts)

    @property
    def change(self) -> int | None:
        """Percent of this month minus percent of the last; None if there are too few of either."""
        now, then = self.this.percent, self.last.percent
        return now - then if now is not None and then is not None else None

    @property
    def change_signed(self) -> str:
        return f"{self.change:+d}" if self.change else str(self.change)

    @property
    def change_between(self) -> str:
        """The confidence interval of the change in percent, each end with its sign."""
        found = self._difference()
        return f"{round(100 * found.low):+d}…{round(100 * found.high):+d}"

    @property
    def mark(self) -> str:
        """`better` or `worse` if chance alone does not explain the change, else empty."""
        if self.change is None:
            return ""
        found = self._difference()
        return "better" if found.low > 0 else "worse" if found.high < 0 else ""

    def _difference(self) -> Interval:
        return difference(self.this.accepted, self.this.proposed, self.last.accepted, self.last.proposed)


Report = dict[str, list[Score]]


def report(events: QuerySet[ReviewEvent], *, now: datetime) -> Report:
    """The scores by each of DIMENSIONS: the most decided first, months newest first. Two queries."""
    found = _by_value(events, now=now)
    found["outlet"] = _by_outlet(events, now=now)
    found["band"].sort(key=lambda one: [*PROMISES, one.key].index(one.key))
    found["month"].sort(key=lambda one: one.key, reverse=True)
    return found


def months_of(now: datetime) -> tuple[date, date]:
    """The first days of this month and of the last one, in the ministry's time zone."""
    this = timezone.localdate(now).replace(day=1)
    return this, (this - timedelta(days=1)).replace(day=1)


def _by_value(events: QuerySet[ReviewEvent], *, now: datetime) -> Report:
    """Counts by field, rule, band and month. One pass over an index; the tables are made from these counts."""
    counted = events.order_by().values("sort", "rule", "band", "verdict", "month").annotate(n=Count("pk"))
    if counted.query.is_empty():
        return {name: [] for name in _COLUMNS}
    inner, params = counted.query.sql_with_params()
    names = ", ".join(_COLUMNS.values())
    sets = ", ".join(f"({column}, verdict)" for column in _COLUMNS.values())
    sql = f"""
        WITH counted AS MATERIALIZED ({inner})
        SELECT GROUPING({names}), coalesce(sort, rule, band, month::text), verdict, sum(n)::int,
               coalesce(sum(n) FILTER (WHERE month = %s), 0)::int,
               coalesce(sum(n) FILTER (WHERE month = %s), 0)::int
          FROM counted GROUP BY GROUPING SETS ({sets})
    """  # noqa: S608 - names of our columns, and a query of the ORM with its parameters apart
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *months_of(now)])
        rows = cursor.fetchall()
    # GROUPING has one bit for each column, the highest for the first; it is 0 for the column that the row counts by.
    bits = {15 - (8 >> place): name for place, name in enumerate(_COLUMNS)}
    found: dict[str, dict[str, Score]] = {name: {} for name in _COLUMNS}
    for bit, key, *rest in rows:
        # What an editor added has neither rule nor band.
        if key or bits[bit] == "field":
            _count(found[bits[bit]], key, *rest)
    return {name: _sorted(scores) for name, scores in found.items()}


def _by_outlet(events: QuerySet[ReviewEvent], *, now: datetime) -> list[Score]:
    this, last = months_of(now)
    rows = (
        events.order_by()
        .values_list("outlet", "verdict")
        .annotate(
            n=Count("pk"), this=Count("pk", filter=Q(month=this)), last=Count("pk", filter=Q(month=last))
        )
    )
    found: dict[str, Score] = {}
    for key, verdict, *numbers in rows:
        _count(found, key, verdict, *numbers)
    return _sorted(found)


def _count(found: dict[str, Score], key: str, verdict: str, n: int, this: int, last: int) -> None:
    before = found.get(key, Score(key))
    found[key] = Score(
        key,
        before.all.with_more(verdict, n),
        before.this.with_more(verdict, this),
        before.last.with_more(verdict, last),
    )


def _sorted(scores: dict[str, Score]) -> list[Score]:
    return sorted(scores.values(), key=lambda one: (-one.all.proposed, one.key))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of whole drafts: `key` is a status, or the reason of a rejection."""

    key: str
    all: int
    this: int
    last: int


def outcomes(drafts: DraftQuerySet, *, now: datetime) -> list[Outcome]:
    """Decided drafts by what became of them, the most frequent first. One query."""
    this, last = months_of(now)
    numbers: dict[str, dict[str, int]] = defaultdict(lambda: {"all": 0, "this": 0, "last": 0})
    rows = (
        drafts.order_by()
        .values_list("status", "reason")
        .annotate(
            n=Count("pk"),
            this=Count("pk", filter=_decided_in(this)),
            last=Count("pk", filter=_decided_in(last)),
        )
    )
    for status, reason, *counted in rows:
        key = reason if status == DraftStatus.REJECTED else status
        for name, number in zip(("all", "this", "last"), counted, strict=True):
            numbers[key][name] += number
    return sorted((Outcome(key, **each) for key, each in numbers.items()), key=lambda one: -one.all)


def _decided_in(month: date) -> Q:
    return Q(decided_at__date__gte=month, decided_at__date__lte=month_end(month))


def whole_drafts(found: list[Outcome]) -> Score:
    """The drafts as a score: the first thing that the reader says is that there is an engagement at all.

    A rejection for another reason (a duplicate, not of the ministry) is no fault of the reader and does not count.
    """
    score = Score("draft")
    for one in found:
        verdict = {
            DraftStatus.APPROVED.value: Verdict.ACCEPTED.value,
            DraftStatus.MERGED.value: Verdict.ACCEPTED.value,
            RejectReason.NOT_AN_ENGAGEMENT.value: Verdict.REMOVED.value,
        }.get(one.key)
        if verdict:
            score = Score(
                score.key,
                score.all.with_more(verdict, one.all),
                score.this.with_more(verdict, one.this),
                score.last.with_more(verdict, one.last),
            )
    return score


def kept(band: str, counts: Counts) -> str:
    """Whether a band is as right as it claims: `kept`, `worse`, `better`, or empty if there are too few values to
    tell.
    """
    if counts.proposed < FEWEST or band not in PROMISES:
        return ""
    least, most = PROMISES[band]
    found = counts.interval
    if found.high < least:
        return "worse"
    if found.low > most:
        return "better"
    share = counts.accepted / counts.proposed
    return "kept" if least <= share <= most else ""


def choices(events: QuerySet[ReviewEvent]) -> tuple[list[str], list[str]]:
    """The outlets and the versions of the rules that have events. One query, along an index."""
    rows: list[Any] = list(events.order_by().values_list("outlet", "rules").distinct())
    return sorted({outlet for outlet, _rules in rows if outlet}), sorted(
        {rules for _outlet, rules in rows if rules}
    )
