"""Finds the newest matching entries period by period, so that for frequent words not all matches are read.

The index also contains the year and month of each entry (`sijill_periods`). The search asks for as many of the
newest months as should be enough by the planner's estimate, and for more or fewer if the estimate was wrong.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection

from engagements.lists.paging import AtLeast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagements.models import Searched

RANKED = 500
"""The most matches that are ranked, the newest ones; who finds more should ask more precisely."""
COUNTED = 1000
"""Matches are counted up to this number."""
MOST = 4 * COUNTED
"""If the months asked for have more matches than this, fewer months are asked for."""
_LONGER = 8
_SAID = "SELECT number, day FROM engagements_searchentry WHERE what = '{what}' AND {where}"
# OFFSET 0 keeps the planner from reading all entries, newest first, and filtering them.
_NEWEST = f"""
    SELECT number, count(*) OVER () FROM ({{said}} {{order}} LIMIT {{most}} OFFSET 0) said
    ORDER BY day DESC, number DESC LIMIT {RANKED}
"""  # noqa: S608 - a number of ours
_DAYS = """
    SELECT max(day), (SELECT min(day) FROM engagements_searchentry WHERE what = '{what}' AND day > '0001-01-01')
    FROM engagements_searchentry WHERE what = '{what}'
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """SQL conditions and their values. `said`: they contain a word or a mark, not only dates."""

    what: Searched
    conditions: list[str]
    values: dict[str, Any]
    said: bool
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Newest:
    """The ids of at most RANKED matches, the newest first, and the number of matches, counted up to COUNTED."""

    numbers: list[int] = field(default_factory=list)
    total: int = 0


def newest(wanted: Wanted) -> Newest:
    """The newest matches."""
    if not wanted.said:
        return _counted(_found(wanted, order="ORDER BY day DESC, number DESC", most=str(COUNTED + 1)))
    expected = _expected(wanted)
    if expected <= COUNTED:
        rows = _found(wanted, _within(wanted), most=str(MOST + 1))
        if not rows or rows[0][1] <= MOST:
            return _counted(rows)
        expected = MOST * _LONGER
    return _counted(_by_months(wanted, expected))


def _by_months(wanted: Wanted, expected: int) -> list[Any]:
    first, last = _span(wanted)
    months = max(1, (last - first + 1) * 2 * COUNTED // expected)
    widened = False
    while last - months >= first:
        most = "ALL" if widened or months == 1 else str(MOST + 1)
        rows = _found(wanted, _between(last - months + 1, last), most=most)
        total = rows[0][1] if rows else 0
        if most != "ALL" and total > MOST:
            months = max(1, months // _LONGER)
        elif total <= COUNTED:
            widened = True
            months *= min(_LONGER, 2 + 2 * COUNTED // (total + 1))
        else:
            return rows
    return _found(wanted, _within(wanted))


def _found(wanted: Wanted, when: str = "", *, order: str = "", most: str = "ALL") -> list[Any]:
    return _rows(_NEWEST, wanted, said=_said(wanted) + when, order=order, most=most)


def _said(wanted: Wanted) -> str:
    return _SAID.format(what=wanted.what.value, where=" AND ".join(wanted.conditions) or "true")


def _rows(sql: str, wanted: Wanted, **parts: str) -> list[Any]:
    """Runs the statement with the kind of entry as a literal: only so does the planner choose the partial index."""
    with connection.cursor() as cursor:
        cursor.execute(sql.format(what=wanted.what.value, **parts), wanted.values)
        found: list[Any] = cursor.fetchall()
    return found


def _counted(rows: list[Any]) -> Newest:
    total = rows[0][1] if rows else 0
    return Newest([number for number, _total in rows], AtLeast(COUNTED) if total > COUNTED else total)


def _expected(wanted: Wanted) -> int:
    """The number of matches that the planner estimates, from its statistics of frequent words."""
    ((plan,),) = _rows("EXPLAIN (FORMAT JSON) {said}", wanted, said=_said(wanted))
    plans: list[dict[str, Any]] = json.loads(plan) if isinstance(plan, str) else plan
    return int(plans[0]["Plan"]["Plan Rows"])


def _span(wanted: Wanted) -> tuple[int, int]:
    """The first and the last month that can have matches, counted from the year 0."""
    ((last, first),) = _rows(_DAYS, wanted)
    first, last = first or date.min, last or date.min
    first, last = max(first, wanted.since or first), min(last, wanted.until or last)
    return first.year * 12 + first.month - 1, last.year * 12 + last.month - 1


def _within(wanted: Wanted) -> str:
    """The condition for the days asked for that the index can answer; empty if none are."""
    return _between(*_span(wanted)) if wanted.since or wanted.until else ""


def _between(first: int, last: int) -> str:
    return f" AND sijill_periods(day) && '{{{','.join(map(str, _periods(first, last)))}}}'::integer[]"


def _periods(first: int, last: int) -> Iterator[int]:
    """The periods from month `first` to the end of the year of `last`: whole years where possible, else months."""
    year, month = divmod(first, 12)
    if month:
        yield from (year * 100 + one for one in range(month + 1, 13))
        year += 1
    yield from range(year, last // 12 + 1)
