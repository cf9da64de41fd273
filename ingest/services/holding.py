"""Who has a draft open: a claim for some minutes, which others are shown and which prevents nobody from deciding.

A claim ends by itself, because every question about claims takes the current time. Nothing has to be swept. Each
function is one UPDATE.
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
    """How long a claim lasts if its page sends nothing more."""
    return timedelta(minutes=settings.CLAIM_MINUTES)


def claim(*, number: int, by: User, now: datetime, lasting: timedelta) -> bool:
    """Claims the waiting draft of this number for `by`, or prolongs the claim that `by` has.

    False if somebody else has it open, if it does not wait for a decision, or if `lasting` is zero.
    """
    free = Draft.objects.visible_to(by).waiting().free_for(by, now).filter(pk=number)
    return bool(lasting) and free.update(claimed_by=by, claimed_until=now + lasting) == 1


def take_over(*, number: int, by: User, now: datetime, lasting: timedelta) -> bool:
    """Claims the draft for `by` even if somebody else has it open. False if it does not wait for a decision any
    more.
    """
    waiting = Draft.objects.waiting().filter(pk=number)
    return waiting.update(claimed_by=by, claimed_until=now + lasting) == 1


def give_back(*, number: int, by: User, until: datetime | None = None) -> None:
    """Ends the claim of `by`, if there is one; with `until`, only the claim that ends at that time and no later one."""
    own = Draft.objects.filter(pk=number, claimed_by=by)
    if until is not None:
        own = own.filter(claimed_until=until)
    own.update(claimed_by=None, claimed_until=None)
