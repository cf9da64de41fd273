"""Who has a draft open: a claim for some minutes, shown to others, that binds nobody.

A claim ends by itself: every question about claims is asked with the time, so nothing has to be swept. Each of
these is one UPDATE.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from ingest.models import Draft

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User


def lasting() -> timedelta:
    """How long a claim lasts with nothing done."""
    return timedelta(minutes=settings.CLAIM_MINUTES)


def claim(*, number: int, by: User, now: datetime, lasting: timedelta) -> bool:
    """Claims the waiting draft of this number, or prolongs one's own claim. False if somebody else has it open.

    False also if it does not wait, or claims last no time at all.
    """
    free = Draft.objects.visible_to(by).waiting().free_for(by, now).filter(pk=number)
    return bool(lasting) and free.update(claimed_by=by, claimed_until=now + lasting) == 1


def take_over(*, number: int, by: User, now: datetime, lasting: timedelta) -> bool:
    """Claims it whoever has it open. False if it does not wait any more."""
    waiting = Draft.objects.waiting().filter(pk=number)
    return waiting.update(claimed_by=by, claimed_until=now + lasting) == 1


def give_back(*, number: int, by: User, until: datetime | None = None) -> None:
    """Ends one's own claim, if one has it; with `until` only the one that lasts so long, and none made after it."""
    own = Draft.objects.filter(pk=number, claimed_by=by)
    if until is not None:
        own = own.filter(claimed_until=until)
    own.update(claimed_by=None, claimed_until=None)
