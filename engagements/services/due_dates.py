"""The due date of a follow-up of which nobody said when."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from engagements.models import DatePrecision

if TYPE_CHECKING:
    from engagements.models import Engagement


def default_due_date(engagement: Engagement) -> date | None:
    """So many days after the engagement as the ministry gives (settings.DEFAULT_DUE_DAYS; 0 gives none).

    Counted from its last day: that of the month or year if no more is known of it. None without a date.
    """
    days: int = settings.DEFAULT_DUE_DAYS
    last = last_day(engagement)
    return last + timedelta(days=days) if days and last else None


def last_day(engagement: Engagement) -> date | None:
    """The last day on which the engagement may have been, as far as its date is known; None without one."""
    day = engagement.date_end or engagement.date
    if day is None:
        return None
    match engagement.date_precision:
        case DatePrecision.MONTH:
            return day.replace(day=calendar.monthrange(day.year, day.month)[1])
        case DatePrecision.YEAR:
            return date(day.year, 12, 31)
    return day
