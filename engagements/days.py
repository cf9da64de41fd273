"""Days of the calendar, which ends."""

from __future__ import annotations

from datetime import date, timedelta


def shifted(day: date, days: int) -> date:
    """So many days later, or earlier; the calendar's last or first day where it has no such day any more."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
