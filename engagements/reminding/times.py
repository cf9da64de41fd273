"""When letters are due, in the ministry's time zone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from datetime import date, datetime

SUNDAY = 6
HOUR = 7
"""The hour from which daily and weekly letters are sent."""
DAYS_TO_SEND = 3
"""If nothing ran on Sunday, the weekly letters are sent within this many days from Sunday on; after that the week is
skipped.
"""


def due_week(now: datetime) -> date | None:
    """The Sunday whose letters may be sent at `now`; None outside these days."""
    here = timezone.localtime(now)
    sunday = here.date() - timedelta(days=(here.weekday() - SUNDAY) % 7)
    begins = here.replace(hour=HOUR, minute=0, second=0, microsecond=0) - (here.date() - sunday)
    return sunday if begins <= here and (here.date() - sunday).days < DAYS_TO_SEND else None


def due_day(now: datetime) -> date | None:
    """The day whose reminders may be sent at `now`; None before HOUR."""
    here = timezone.localtime(now)
    return here.date() if here.hour >= HOUR else None
