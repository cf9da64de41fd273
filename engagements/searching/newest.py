"""The newest entries that say something, found by periods: of what many say, not all is looked at.

The index of the words knows the year and the month of each entry, too (`sijill_periods`). So only as many of the
newest months are asked for as the planner expects to be enough, and more of them, or fewer, where it was wrong.
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
"""Entries are counted up to here."""
MOST = 4 * COUNTED
"""Where months hold more than this, fewer of them are asked for."""
_LONGER = 8
_SAID = "SELECT number, day FROM engagements_searchentry WHERE what = '{what}' AND {where}"
# Without OFFSET 0 the planner would walk through all, the newest first, and keep what says it.
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
    """What entries must be and say: conditions and the values in them. `said`: a word or a mark, not only days."""

    what: Searched
    conditions: list[str]
    values: dict[str, Any]
    said: bool
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Newest:
    """The numbers of at most RANKED entries, the newest first, and how many there are, counted up to COUNTED."""

    numbers: list[int] = field(default_factory=list)
    total: int = 0


def newest(wanted: Wanted) -> Newest:
    """The newest that say what is wanted."""
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
    """With the kind of entry written out, by which the planner finds its index."""
    with connection.cursor() as cursor:
        cursor.execute(sql.format(what=wanted.what.value, **parts), wanted.values)
        found: list[Any] = cursor.fetchall()
    return found


def _counted(rows: list[Any]) -> Newest:
    total = rows[0][1] if rows else 0
    return Newest([number for number, _total in rows], AtLeast(COUNTED) if total > COUNTED else total)


def _expected(wanted: Wanted) -> int:
    """How many the planner expects, from what it keeps of the words that are frequent."""
    ((plan,),) = _rows("EXPLAIN (FORMAT JSON) {said}", wanted, said=_said(wanted))
    plans: list[dict[str, Any]] = json.loads(plan) if isinstance(plan, str) else plan
    return int(plans[0]["Plan"]["Plan Rows"])


def _span(wanted: Wanted) -> tuple[int, int]:
    """The first and the last month in which there are any, counted from the year 0."""
    ((last, first),) = _rows(_DAYS, wanted)
    first, last = first or date.min, last or date.min
    first, last = max(first, wanted.since or first), min(last, wanted.until or last)
    return first.year * 12 + first.month - 1, last.year * 12 + last.month - 1


def _within(wanted: Wanted) -> str:
    """The index alone finds the days that are asked for, if any are."""
    return _between(*_span(wanted)) if wanted.since or wanted.until else ""


def _between(first: int, last: int) -> str:
    return f" AND sijill_periods(day) && '{{{','.join(map(str, _periods(first, last)))}}}'::integer[]"


def _periods(first: int, last: int) -> Iterator[int]:
    """From the month `first` to the end of the year of `last`: whole years as such, the months of others."""
    year, month = divmod(first, 12)
    if month:
        yield from (year * 100 + one for one in range(month + 1, 13))
        year += 1
    yield from range(year, last // 12 + 1)
