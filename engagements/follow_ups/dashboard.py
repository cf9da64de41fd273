"""The dashboard of follow-ups: how many are open and overdue, opened and closed by month, by country and owner.

Everything is counted under the filters of the list, with a constant number of queries; each number links to the list
that it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import Aggregate, Count, DurationField, F
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from engagements.days import month_end, months_before
from engagements.follow_ups.linked import OPEN, FigureRow, Links, Number
from engagements.follow_ups.shares import by_country, by_owner, kept_by_country
from engagements.follow_ups.still_open import UNDATED, StillOpen, still_open
from engagements.models import CommitmentStatus

if TYPE_CHECKING:
    from django.http import QueryDict

    from engagements.follow_ups.filters import CommitmentFilter
    from engagements.models.commitment_queries import CommitmentQuerySet

MONTHS = 12
"""Months shown, the current one included."""
_AGES = (30, 90, 180, 365)


class Middle(Aggregate):
    """The median."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True, slots=True)
class Month:
    """How many were promised, done and dropped in a month."""

    first: date
    opened: Number
    done: Number
    dropped: Number


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The figures. `days` is the median of days from the engagement until the follow-up was done, over the `timed`
    ones done in the months shown.
    """

    open: Number
    overdue: Number
    done: Number
    days: int | None
    timed: int
    ages: list[FigureRow]
    months: list[Month]
    countries: list[FigureRow]
    owners: list[FigureRow]

    @property
    def most_in_a_month(self) -> int:
        return max((n.n for one in self.months for n in (one.opened, one.done, one.dropped)), default=0)


def dashboard(query: QueryDict, asked: CommitmentFilter, today: date) -> Dashboard:
    """The figures under valid filters. A constant number of queries."""
    # Without a view or status the list shows open follow-ups only; here done ones count too.
    rows: Any = asked.without("" if {"view", "status"} & set(asked.values) else "status")
    links = Links(query, asked)
    first = months_before(today, MONTHS - 1)
    closed = rows.filter(closed_on__gte=first, closed_on__lte=today)
    months = _months(rows, closed, links, first, today)
    days = [today - timedelta(days=age) for age in (*reversed(_AGES), 0)]
    still = still_open(rows, today=today, days=days, by_country=not kept_by_country(links))
    ages = _ages(still, links, today)
    span = {"closed_since": first, "closed_until": today}
    late = {"due_until": today - timedelta(days=1)}
    done = closed.filter(status=CommitmentStatus.DONE, made_on__lte=F("closed_on"))
    lasted = Middle(F("closed_on") - F("made_on"), output_field=DurationField())
    timed = done.aggregate(n=Count("*"), middle=lasted)
    return Dashboard(
        open=links.number(sum(line.open.n for line in ages), *OPEN),
        overdue=links.number(sum(line.overdue.n for line in ages), *OPEN, **late),
        done=links.number(sum(one.done.n for one in months), CommitmentStatus.DONE, **span),
        days=timed["middle"].days if timed["middle"] is not None else None,
        timed=timed["n"],
        ages=ages,
        months=months,
        countries=by_country(still.countries, links, today),
        owners=by_owner(still.owners, links, today),
    )


def _buckets(today: date) -> list[tuple[str, dict[str, date]]]:
    """Ranges of lateness: the label, and the filter of due dates for it."""
    found = [(_("Not due yet"), {"due_since": today})]
    for low, high in pairwise((0, *_AGES)):
        label = _("%(first)s to %(last)s days late") % {"first": low + 1, "last": high}
        days = {"due_since": today - timedelta(days=high), "due_until": today - timedelta(days=low + 1)}
        found.append((label, days))
    longest = today - timedelta(days=_AGES[-1] + 1)
    return [*found, (_("More than %(n)s days late") % {"n": _AGES[-1]}, {"due_until": longest})]


def _ages(still: StillOpen, links: Links, today: date) -> list[FigureRow]:
    """The open follow-ups by lateness, with those not late and those without a due date."""
    buckets = _buckets(today)
    lines = []
    for place, (label, days) in enumerate(buckets):
        number = links.number(still.ages.get(len(buckets) - 1 - place, 0), *OPEN, **days)
        lines.append(FigureRow(label, number, number if place else Number(0)))
    undated = links.number(still.ages.get(UNDATED, 0), *OPEN, view="no_due")
    lines.append(
        FigureRow(_("No due date"), Number(undated.n) if links.query.get("view") else undated, Number(0))
    )
    return lines


def _months(
    rows: CommitmentQuerySet, closed: CommitmentQuerySet, links: Links, first: date, today: date
) -> list[Month]:
    made = rows.filter(made_on__gte=first, made_on__lte=today)
    opened = dict(_by_month(made, "made_on").values_list("month", "n"))
    ended = {
        (month, status): n
        for month, status, n in _by_month(closed, "closed_on", "status").values_list("month", "status", "n")
    }
    found = []
    for back in range(MONTHS - 1, -1, -1):
        month = months_before(today, back)
        last = min(today, month_end(month))
        done, dropped = (
            links.number(ended.get((month, status), 0), status, closed_since=month, closed_until=last)
            for status in (CommitmentStatus.DONE, CommitmentStatus.DROPPED)
        )
        new = links.number(opened.get(month, 0), *CommitmentStatus.values, made_since=month, made_until=last)
        found.append(Month(month, new, done, dropped))
    return found


def _by_month(rows: CommitmentQuerySet, column: str, *others: str) -> Any:
    return rows.order_by().annotate(month=TruncMonth(column)).values("month", *others).annotate(n=Count("*"))
