"""The ready views of the review queue: which drafts each shows, to whom, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ingest.models import Draft, DraftStatus, DraftWork, SuggestedPair

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User

VIEWS = [
    ("easy", _("All values sure")),
    ("same", _("With a likely same event")),
    ("long", _("Waiting long")),
    ("mine", _("Begun by me")),
    ("put_off", _("Put off")),
    ("second", _("For a second person")),
    ("decided", _("Decided by me lately")),
]
"""Beside the one without a name, which has all that waits."""

LONG = timedelta(days=7)
"""So long a draft waits that «waits long»."""
LATELY = timedelta(days=14)
"""So long what somebody decided is at hand, to be taken back."""
DECIDED = (DraftStatus.APPROVED, DraftStatus.MERGED, DraftStatus.REJECTED, DraftStatus.REPLACED)


def shown_in(view: str, *, user: User, now: datetime) -> Q:
    """What the ready view shows. Drafts that were put off stay out of all others until their day."""
    today = timezone.localdate(now)
    awake = Q(status=DraftStatus.PENDING) & (Q(postponed_until=None) | Q(postponed_until__lte=today))
    match view:
        case "":
            return awake
        case "easy":
            return awake & Q(to_check=0)
        case "same":
            return awake & with_likely(user)
        case "long":
            return awake & Q(created_at__lte=now - LONG)
        case "mine":
            begun = DraftWork.objects.filter(by=user).values("draft")
            waiting = Q(status__in=[DraftStatus.PENDING, DraftStatus.ENDORSED])
            return waiting & (Q(claimed_by=user, claimed_until__gt=now) | Q(pk__in=begun))
        case "put_off":
            return Q(status=DraftStatus.PENDING, postponed_until__gt=today)
        case "second":
            return Q(status=DraftStatus.ENDORSED)
        case "decided":
            return Q(status__in=DECIDED, decided_by=user, decided_at__gte=now - LATELY)
    raise ValueError(view)


def with_likely(user: User) -> Q:
    """Drafts for which the same event is suggested to `user`."""
    return Q(pk__in=SuggestedPair.objects.open_to(user).values("draft"))


def counts(*, user: User, now: datetime) -> dict[str, int]:
    """How many drafts each view has, the one without a name too. Two queries."""
    names = ["", *(name for name, _label in VIEWS if name != "decided")]
    asked = {f"n_{name}": Count("pk", filter=shown_in(name, user=user, now=now)) for name in names}
    found = Draft.objects.waiting().order_by().aggregate(**asked)
    decided = Draft.objects.filter(shown_in("decided", user=user, now=now)).count()
    return {name: found[f"n_{name}"] for name in names} | {"decided": decided}
