"""When letters are due, in the time of the ministry."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from datetime import date, datetime

SUNDAY = 6
HOUR = 7
"""Of the morning, from which the letters of a day or of a week go out."""
DAYS_TO_SEND = 3
"""If nothing ran on Sunday, those of the week still go out on these days; after that the week is passed over."""


def due_week(now: datetime) -> date | None:
    """The Sunday whose letters may go out now; None outside the days to send."""
    here = timezone.localtime(now)
    sunday = here.date() - timedelta(days=(here.weekday() - SUNDAY) % 7)
    begins = here.replace(hour=HOUR, minute=0, second=0, microsecond=0) - (here.date() - sunday)
    return sunday if begins <= here and (here.date() - sunday).days < DAYS_TO_SEND else None


def due_day(now: datetime) -> date | None:
    """The day whose reminders may go out now; None before the hour."""
    here = timezone.localtime(now)
    return here.date() if here.hour >= HOUR else None
