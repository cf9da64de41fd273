"""Days and months of the calendar, which ends; and days that are known no closer than their month or year."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

_KNOWN = {"year": 4, "month": 7}
"""By precision (models.DatePrecision), how many characters of an ISO date are known."""


def shifted(day: date, days: int) -> date:
    """So many days later, or earlier; the calendar's last or first day where it has no such day any more."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_before(day: date, months: int) -> date:
    """The first day of the month that lies so many before that of `day`. Raises ValueError before the year 1."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def iso(day: date | None, precision: str) -> str:
    """`YYYY-MM-DD`, cut to what is known: `YYYY-MM` of a month, `YYYY` of a year; empty for no day."""
    return day.isoformat()[: _KNOWN.get(precision, 10)] if day else ""
