"""What the register knows about a country or about all of them, counted."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth

from engagements.models import Commitment, DatePrecision, Participation, Partner, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagements.models import Engagement
    from engagements.models.engagement_queries import EngagementQuerySet

STRIP_YEARS = 4
LEVELS = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """The key figures of some engagements."""

    total: int
    this_year: int
    first: date | None
    last: Engagement | None
    next: Engagement | None
    open: int
    overdue: int
    partners: int
    people: int
    sources: int
    outlets: int


def figures(rows: EngagementQuerySet, today: date) -> Figures:
    """The key figures of these engagements on this day."""
    rows = rows.order_by()
    counted = rows.aggregate(
        total=Count("pk"), first=Min("date"), this_year=Count("pk", filter=Q(date__year=today.year))
    )
    commitments = Commitment.objects.filter(engagement__in=rows).aggregate(
        open=Count("pk", filter=Q(status__in=["open", "in_progress"])),
        overdue=Count("pk", filter=Q(status__in=["open", "in_progress"], due_on__lt=today)),
    )
    sources = Source.objects.filter(engagements__in=rows).aggregate(
        sources=Count("pk", distinct=True),
        outlets=Count("outlet", distinct=True, filter=~Q(outlet="")),
    )
    return Figures(
        **counted,
        **commitments,
        **sources,
        last=rows.held_by(today).order_by("-date", "-pk").first(),
        next=rows.ahead_of(today).order_by("date", "pk").first(),
        partners=_abroad(rows).count(),
        people=_met(rows).values("person").distinct().count(),
    )


@dataclass(frozen=True, slots=True)
class Ranked:
    """A name with how often it occurs; `level` is its share of the most frequent one, 0 to LEVELS."""

    pk: int
    name: str
    note: str
    count: int
    level: int


def most_met_people(rows: EngagementQuerySet, limit: int) -> list[Ranked]:
    """The people of other countries who took part most often, with the office they held last in these."""
    rows = rows.order_by()
    last_office = (
        Participation.objects.filter(person=OuterRef("person"), engagement__in=rows)
        .order_by("-engagement__date", "-pk")
        .values("role")[:1]
    )
    found = (
        _met(rows)
        .values("person", "person__name_ar", "person__name_en")
        .annotate(n=Count("engagement", distinct=True), office=Subquery(last_office))
        .order_by("-n", "person__name_ar")[:limit]
    )
    return _ranked(
        (row["person"], row["person__name_ar"] or row["person__name_en"], row["office"], row["n"])
        for row in found
    )


def most_met_partners(rows: EngagementQuerySet, limit: int) -> list[Ranked]:
    """The organisations outside the home country that took part most often."""
    found = (
        _abroad(rows)
        .annotate(n=Count("engagements", filter=Q(engagements__in=rows), distinct=True))
        .order_by("-n", "name_ar", "name_en")[:limit]
    )
    return _ranked((partner.pk, partner.name, "", partner.n) for partner in found)


def level(number: int, most: int) -> int:
    """`number` as a share of `most`, rounded up, so that what is there is seen."""
    return -(-number * LEVELS // most) if most else 0


def _ranked(rows: Iterable[tuple[int, str, str, int]]) -> list[Ranked]:
    found = list(rows)
    most = max((count for *_rest, count in found), default=0)
    return [Ranked(pk, name, note or "", count, level(count, most)) for pk, name, note, count in found]


def _abroad(rows: EngagementQuerySet) -> Any:
    """The partners of these engagements that are not of the home country."""
    through = rows.model.partners.through.objects.filter(engagement__in=rows).values("partner")
    return Partner.objects.current().exclude(country=settings.HOME_COUNTRY).filter(pk__in=through)


def _met(rows: EngagementQuerySet) -> Any:
    return Participation.objects.filter(engagement__in=rows, side="partner", person__isnull=False)


@dataclass(frozen=True, slots=True)
class StripMonth:
    """One month: how many engagements, and the days that a filter for it needs."""

    first: date
    last: date
    count: int
    level: int
    ahead: bool


@dataclass(frozen=True, slots=True)
class StripYear:
    first: date
    months: list[StripMonth]
    count: int


def strip(rows: EngagementQuerySet, today: date) -> list[StripYear]:
    """Engagements in each month of the last years that have any, those to come included.

    Years without one are passed over, so that what is shown is never empty while older years are not.
    """
    known = rows.order_by().filter(date_precision__in=[DatePrecision.DAY, DatePrecision.MONTH])
    counts: dict[date, int] = dict(
        known.annotate(month=TruncMonth("date")).values_list("month").annotate(n=Count("pk"))
    )
    if not counts:
        return []
    years = sorted({month.year for month in counts})[-STRIP_YEARS:]
    most = max(counts.values())
    return [_strip_year(year, counts, most, today) for year in years]


def _strip_year(year: int, counts: dict[date, int], most: int, today: date) -> StripYear:
    months = []
    for number in range(1, 13):
        first = date(year, number, 1)
        count = counts.get(first, 0)
        last = first.replace(day=calendar.monthrange(year, number)[1])
        months.append(StripMonth(first, last, count, level(count, most), ahead=first > today))
    return StripYear(date(year, 1, 1), months, sum(month.count for month in months))
