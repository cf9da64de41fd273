"""What a calendar address shows: planned and held engagements, and follow-ups, as the account may see them today."""

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
"""Engagements of so many days before and after today are shown."""
CLOSED_FOR = timedelta(days=90)
"""A follow-up that was done or dropped is shown so long, so that every program has seen it."""
MOST = 500
"""Of engagements, and of follow-ups, at most so many."""


def calendar_of(feed: CalendarFeed, *, today: date, root: str, tasks: bool) -> bytes:
    """The calendar as it is now, in the language in force. Asks the database as often, however much there is.

    Follow-ups are `tasks`, or else the days on which they are due: many programs show no tasks.
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
    """The latest ones of the window."""
    rows = Engagement.objects.visible_to(user).filter(
        date__gte=today - BACK, date__lte=today + AHEAD, date_precision=DatePrecision.DAY
    )
    return list(rows.select_related("country").order_by("-date", "-pk")[:MOST])


def _commitments(feed: CalendarFeed, today: date) -> list[Commitment]:
    """Those assigned to the account first, then the others if they are wanted."""
    rows = Commitment.objects.visible_to(feed.user).select_related("engagement")
    # Who closes one changes it: it has a revision of that day or a later one.
    changed = Revision.objects.filter(kind=Revision.COMMITMENT, changed_at__date__gte=today - CLOSED_FOR)
    changed = changed.order_by("-changed_at")[: 2 * MOST]
    closed = Q(closed_on__gte=today - CLOSED_FOR, pk__in=list(changed.values_list("number", flat=True)))
    found = _of(rows.filter(assignee=feed.user), closed, today)
    if feed.scope == FeedScope.ALL:
        found |= {pk: one for pk, one in _of(rows, closed, today).items() if pk not in found}
    return list(found.values())[:MOST]


def _of(rows: CommitmentQuerySet, closed: Q, today: date) -> dict[int, Commitment]:
    """Open ones with the latest due date, those that were closed, open ones without a due date."""
    latest = F("due_on").desc(nulls_first=True)  # as the index has it, also for those without one
    dated = rows.open().filter(due_on__lte=today + AHEAD).order_by(latest, "-pk")[:MOST]
    undated = rows.open().filter(due_on=None).order_by(latest, "-pk")[:MOST]
    parts = (dated, rows.filter(closed).order_by("-closed_on", "-pk")[:MOST], undated)
    return {one.pk: one for part in parts for one in part}
