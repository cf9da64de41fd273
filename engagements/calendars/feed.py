"""The content of a calendar address: engagements and follow-ups, as the account may see them today."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils.translation import gettext as _

from engagements.calendars.entries import Stamps, due_event_of, event_of, todo_of, written
from engagements.models import Commitment, DatePrecision, Engagement, FeedScope, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from icalendar import Component

    from engagements.models import CalendarFeed, User
    from engagements.models.commitment_queries import CommitmentQuerySet

BACK, AHEAD = timedelta(days=365), timedelta(days=730)
"""Engagements from this long ago until this far ahead are shown."""
CLOSED_FOR = timedelta(days=90)
"""A closed follow-up is shown for this long, so that every program sees that it is closed."""
MOST = 500
"""At most this many engagements, and this many follow-ups."""


def calendar_of(feed: CalendarFeed, *, today: date, root: str, tasks: bool) -> bytes:
    """The calendar in the active language. The number of queries is constant.

    Follow-ups are tasks if `tasks`, else all-day events on their due dates: many programs show no tasks.
    """
    engagements = _engagements(feed.user, today)
    commitments = _commitments(feed, today)
    stamps = Stamps(commitments, engagements)

    def entries() -> Iterator[Component]:
        for commitment in commitments:
            if tasks:
                yield todo_of(commitment, stamps=stamps, root=root)
            elif day := due_event_of(commitment, stamps=stamps, root=root):
                yield day
        for engagement in engagements:
            if event := event_of(engagement, stamps=stamps, root=root):
                yield event

    return written(_("Sijill: engagements and follow-ups"), entries())


def _engagements(user: User, today: date) -> list[Engagement]:
    """The latest engagements between BACK and AHEAD whose day is known."""
    rows = Engagement.objects.visible_to(user).filter(
        date__gte=today - BACK, date__lte=today + AHEAD, date_precision=DatePrecision.DAY
    )
    return list(rows.select_related("country").order_by("-date", "-pk")[:MOST])


def _commitments(feed: CalendarFeed, today: date) -> list[Commitment]:
    """Follow-ups assigned to the account first, then the others if the feed has all."""
    rows = Commitment.objects.visible_to(feed.user).select_related("engagement")
    # Closing a follow-up is a change, so each has a revision of that day or later.
    changed = Revision.objects.filter(kind=Revision.COMMITMENT, changed_at__date__gte=today - CLOSED_FOR)
    changed = changed.order_by("-changed_at")[: 2 * MOST]
    closed = Q(closed_on__gte=today - CLOSED_FOR, pk__in=list(changed.values_list("number", flat=True)))
    found = _of(rows.filter(assignee=feed.user), closed, today)
    if feed.scope == FeedScope.ALL:
        found |= {pk: one for pk, one in _of(rows, closed, today).items() if pk not in found}
    return list(found.values())[:MOST]


def _of(rows: CommitmentQuerySet, closed: Q, today: date) -> dict[int, Commitment]:
    """By id: open ones with a due date (the latest first), then the closed ones, then open ones without a due date."""
    latest = F("due_on").desc(nulls_first=True)  # as the index has it, also for those without one
    dated = rows.open().filter(due_on__lte=today + AHEAD).order_by(latest, "-pk")[:MOST]
    undated = rows.open().filter(due_on=None).order_by(latest, "-pk")[:MOST]
    parts = (dated, rows.filter(closed).order_by("-closed_on", "-pk")[:MOST], undated)
    return {one.pk: one for part in parts for one in part}
