"""The numbers of the dashboard, each with the URL of the list that it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import ngettext

from engagements.lists.querystring import changed
from engagements.models import CommitmentStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import QueryDict

    from engagements.follow_ups.filters import CommitmentFilter

OPEN = (CommitmentStatus.OPEN, CommitmentStatus.IN_PROGRESS)
OpenAndOverdue = tuple[int, int]
"""(How many are open, how many of them overdue.)"""


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `href` is the list of what it counts, or empty."""

    n: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of a table: how many are open and overdue. `rest`: it stands for all that have no row of their own."""

    label: str
    open: Number
    overdue: Number
    rest: bool = False


class Links:
    """Makes URLs of the list with the active filters and further ones."""

    def __init__(self, query: QueryDict, asked: CommitmentFilter) -> None:
        self.query = query
        self.asked = asked

    def number(self, n: int, *statuses: str, **more: Any) -> Number:
        """The number with its URL. `more` are further filters: dates narrow the active ones, other values replace
        them.
        """
        picked = self.asked.values.get("status") or statuses
        values: dict[str, Any] = {"group": None, "status": [one for one in statuses if one in picked]}
        for name, value in more.items():
            values[name] = self._narrowed(name, value).isoformat() if isinstance(value, date) else value
        return Number(n, reverse("follow_ups") + changed(self.query, **values) if n else "")

    def _narrowed(self, name: str, day: date) -> date:
        own: date = self.asked.values.get(name, day)
        return max(own, day) if name.endswith("since") else min(own, day)


def line_of(label: str, counts: OpenAndOverdue, links: Links, today: date, **more: Any) -> FigureRow:
    late = {**more, "due_until": today - timedelta(days=1)}
    return FigureRow(label, links.number(counts[0], *OPEN, **more), links.number(counts[1], *OPEN, **late))


def others(rest: Sequence[OpenAndOverdue]) -> list[FigureRow]:
    """One line for all that are not listed by name; there is no list to link to."""
    n, overdue = total(rest)
    label = ngettext("%(n)s other", "%(n)s others", len(rest)) % {"n": len(rest)}
    return [FigureRow(label, Number(n), Number(overdue), rest=True)] if rest else []


def total(rows: Iterable[OpenAndOverdue]) -> OpenAndOverdue:
    several = list(rows)
    return sum(n for n, _late in several), sum(late for _n, late in several)
