"""The ready views of the list of follow-ups, and their counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from engagements.days import month_end
from engagements.lists.paging import counted_together, up_to_cap
from engagements.models import Commitment, CommitmentStatus
from engagements.shelves import tallies
from engagements.silence import USUAL_DAYS, not_mentioned

if TYPE_CHECKING:
    from engagements.models import User
    from engagements.models.commitment_queries import CommitmentQuerySet

OPEN, ALL = "", "all"
NOBODY = "5:"
"""The `owner_key` of follow-ups whose owner is neither linked nor named."""
VIEWS = [
    ("mine", _("Mine")),
    ("overdue", _("Overdue")),
    ("soon", _("Due within 30 days")),
    ("no_owner", _("No owner")),
    ("unassigned", _("Nobody assigned")),
    ("no_due", _("No due date")),
    ("silent", _("Not mentioned for 90 days")),
    ("done", _("Done this quarter")),
    (ALL, _("All")),
]
"""All but the last two show open follow-ups only, as does the list without a view."""


def view_of(rows: CommitmentQuerySet, view: str, *, user: User, today: date) -> CommitmentQuerySet:
    """The rows of a ready view. Raises ValueError for an unknown one."""
    match view:
        case "":
            return rows.open()
        case "mine":
            return rows.open().filter(assignee=user)
        case "overdue":
            return rows.overdue(today)
        case "soon":
            return rows.due_between(today, today + timedelta(days=30))
        case "no_owner":
            return rows.open().filter(owner_key=NOBODY)
        case "unassigned":
            return rows.open().filter(assignee=None)
        case "no_due":
            return rows.open().filter(due_on=None)
        case "silent":
            return not_mentioned(rows.open(), today, USUAL_DAYS)
        case "done":
            first, last = quarter(today)
            return rows.filter(status=CommitmentStatus.DONE, closed_on__gte=first, closed_on__lte=last)
        case "all":
            return rows
    raise ValueError(view)


def quarter(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter of the year in which `day` is."""
    first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return first, month_end(first.replace(month=first.month + 2))


def counts(user: User, today: date) -> dict[str, int]:
    """The number of follow-ups in each view as the account sees it, counted up to CAP (AtLeast). Two queries: most
    numbers are kept as tallies.
    """
    rows = Commitment.objects.visible_to(user)
    kept = tallies.follow_ups(user, today)
    others = [name for name, _label in VIEWS if name not in kept]
    found = zip(
        others, counted_together(view_of(rows, name, user=user, today=today) for name in others), strict=True
    )
    return {name: up_to_cap(number) for name, number in (*kept.items(), *found)}
