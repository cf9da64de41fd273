"""The ready views of the review queue: which drafts each shows, to whom, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ingest.models import Draft, DraftStatus, DraftWork, SuggestedPair
from ingest.models.draft_queries import DraftQuerySet

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db import models

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
"""How long a draft has waited if it «waits long»."""
LATELY = timedelta(days=14)
"""How long a decision is offered to be undone."""
DECIDED = (DraftStatus.APPROVED, DraftStatus.MERGED, DraftStatus.REJECTED, DraftStatus.REPLACED)


def shown_in(view: str, *, user: User, now: datetime, likely: Collection[int] | None = None) -> Q:
    """The drafts of the ready view. Drafts that were put off are in no other view until their day.

    `likely` are those for which the same event is suggested, if they are known.
    """
    today = timezone.localdate(now)
    awake = DraftQuerySet.is_awake(today)
    match view:
        case "":
            return awake
        case "easy":
            return awake & Q(to_check=0)
        case "same":
            return awake & (Q(pk__in=_likely(user)) if likely is None else Q(pk__in=likely))
        case "long":
            return awake & Q(created_at__lte=now - LONG)
        case "mine":
            begun = DraftWork.objects.filter(by=user).values("draft")
            at_hand = Draft.objects.filter(claimed_by=user, claimed_until__gt=now).values("pk")
            # A union instead of OR: each part is small and has its own index.
            return Q(status__in=[DraftStatus.PENDING, DraftStatus.ENDORSED], pk__in=begun.union(at_hand))
        case "put_off":
            return DraftQuerySet.is_put_off(today)
        case "second":
            return Q(status=DraftStatus.ENDORSED)
        case "decided":
            return Q(status__in=DECIDED, decided_by=user, decided_at__gte=now - LATELY)
    raise ValueError(view)


def likely_for(user: User) -> list[int]:
    """The drafts for which the same event is suggested to `user`.

    A caller that needs them several times should ask once: it takes as long as the rest of a page.
    """
    return list(_likely(user).distinct().order_by("draft_id"))


def _likely(user: User) -> models.QuerySet[SuggestedPair, int]:
    return SuggestedPair.objects.open_to(user).values_list("draft", flat=True)


def counts(*, user: User, now: datetime, likely: Collection[int] | None = None) -> dict[str, int]:
    """The number of drafts in each view, the unnamed one included. Two queries. `likely` as in `shown_in`."""
    names = ["", *(name for name, _label in VIEWS)]
    # By columns of what waits, of which there may be much; the others are few and found by indexes.
    wide = {f"n_{name}": Count("pk", filter=shown_in(name, user=user, now=now)) for name in _BY_COLUMNS}
    seen = Draft.objects.visible_to(user)
    found = seen.pending().order_by().aggregate(**wide)
    few, *more = (
        seen.filter(shown_in(name, user=user, now=now, likely=likely))
        .order_by()
        .values_list(Value(name))
        .annotate(n=Count("pk"))
        for name in names
        if name not in _BY_COLUMNS
    )
    found |= {f"n_{name}": n for name, n in few.union(*more, all=True)}
    return {name: found.get(f"n_{name}", 0) for name in names}


_BY_COLUMNS = ("", "easy", "long", "put_off")
