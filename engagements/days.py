"""Arithmetic with days and months that stays within the calendar, and dates known only by month or year."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

_KNOWN = {"year": 4, "month": 7}
"""How many characters of an ISO date are known, by precision (models.DatePrecision)."""


def shifted(day: date, days: int) -> date:
    """The day `days` later (or earlier, if negative); the first or the last day of the calendar if that is beyond
    it.
    """
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_before(day: date, months: int) -> date:
    """The first day of the month `months` months before that of `day`. Raises ValueError before the year 1."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def iso(day: date | None, precision: str) -> str:
    """`YYYY-MM-DD`, shortened to the precision: `YYYY-MM` for a month, `YYYY` for a year. Empty without a day."""
    return day.isoformat()[: _KNOWN.get(precision, 10)] if day else ""
