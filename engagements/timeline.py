"""Engagements as a timeline shows them: by year and month, the people by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from engagements.models import (
    UNDATED,
    Commitment,
    DatePrecision,
    Engagement,
    EngagementStatus,
    Participation,
    Side,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engagements.models import Source
    from engagements.models.derived_queries import AppearanceQuerySet


@dataclass(frozen=True, slots=True)
class SideLine:
    """The people of one side; `label` names it («for Japan»)."""

    label: str
    people: list[Participation]


@dataclass(frozen=True, slots=True)
class Entry:
    """One engagement."""

    engagement: Engagement
    sides: list[SideLine]
    commitments: Sequence[Commitment]
    sources: Sequence[Source]

    @property
    def planned(self) -> bool:
        return self.engagement.status == EngagementStatus.PLANNED

    @property
    def cancelled(self) -> bool:
        return self.engagement.status == EngagementStatus.CANCELLED


@dataclass(frozen=True, slots=True)
class Month:
    """`first` is its first day; None for engagements of which only the year is known."""

    first: date | None
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Year:
    """`first` is its first day; None for engagements without a date. The totals count the whole list."""

    first: date | None
    months: list[Month]
    engagements: int
    commitments: int


def years(page: Sequence[Engagement], everything: AppearanceQuerySet) -> list[Year]:
    """The engagements of one page, in their order; `everything` is the list that the page is cut from."""
    totals = _totals(page, everything) if page else {}
    return [
        Year(
            first=date(year, 1, 1) if year else None,
            months=[
                Month(first, [entry(one) for one in of_month]) for first, of_month in groupby(of_year, _month)
            ],
            engagements=totals.get(year, (0, 0))[0],
            commitments=totals.get(year, (0, 0))[1],
        )
        for year, of_year in groupby(page, _year)
    ]


def _totals(page: Sequence[Engagement], everything: AppearanceQuerySet) -> dict[int | None, tuple[int, int]]:
    """Engagements and commitments of the years that the page shows, None for no date."""
    first, last = page[-1].date or UNDATED, page[0].date or UNDATED
    shown = everything.filter(day__gte=date(first.year, 1, 1), day__lte=date(last.year, 12, 31))
    return {
        None if year == UNDATED.year else year: (engagements, commitments)
        for year, engagements, commitments in shown.order_by()
        .values_list("day__year")
        .annotate(n=Count("*"), promised=Sum("promises"))
    }


def entry(engagement: Engagement) -> Entry:
    """The engagement of a `for_timeline` query; asks the database nothing."""
    return Entry(
        engagement=engagement,
        sides=sides(engagement.participations.all()),
        commitments=list(engagement.commitments.all()),
        sources=list(engagement.sources.all()),
    )


def sides(participations: Iterable[Participation]) -> list[SideLine]:
    """Our people first, then those of each country in the order in which they were written."""
    groups: dict[tuple[bool, str], list[Participation]] = {}
    for one in participations:
        home = one.side == Side.HOME
        country = "" if home or one.country is None else one.country.name
        groups.setdefault((not home, country), []).append(one)
    return [
        SideLine(_label(abroad, country), people)
        for (abroad, country), people in sorted(groups.items(), key=lambda item: item[0][0])
    ]


def _label(abroad: bool, country: str) -> str:
    if not abroad:
        return _("For the home side")
    return _("For %(country)s") % {"country": country} if country else _("For the other side")


def _year(engagement: Engagement) -> int | None:
    return engagement.date.year if engagement.date else None


def _month(engagement: Engagement) -> date | None:
    day = engagement.date
    return day.replace(day=1) if day and engagement.date_precision != DatePrecision.YEAR else None
