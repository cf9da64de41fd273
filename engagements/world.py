"""All countries at a glance: how much, how recent, what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Max, Q
from django.db.models.functions import TruncMonth

from arabic.folding import fold
from engagements.figures import level
from engagements.models import Commitment, Country, Engagement
from engagements.search import containing

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import User
    from engagements.models.engagement_queries import EngagementQuerySet

SILENT_AFTER = 90
"""Days without an engagement after which a country that has open commitments counts as silent."""
MONTHS = 12
BAR = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of a sparkline: its left edge, top and height in the drawing of 120 by 28."""

    x: int
    y: int
    height: int
    count: int


@dataclass(frozen=True, slots=True)
class CountryRow:
    country: Country
    engagements: int
    last: date | None
    days_since: int | None
    open: int
    overdue: int
    bars: list[Bar]

    @property
    def silent(self) -> bool:
        return self.open > 0 and self.days_since is not None and self.days_since > SILENT_AFTER


SORTS: dict[str, Callable[[CountryRow], tuple[object, ...]]] = {
    "name": lambda row: (fold(row.country.name),),
    "engagements": lambda row: (-row.engagements, fold(row.country.name)),
    "last": lambda row: (-(row.last or date.min).toordinal(), fold(row.country.name)),
    "open": lambda row: (-row.open, -row.overdue, fold(row.country.name)),
}


def countries_of_the_world(*, user: User, today: date, text: str, sort: str) -> list[CountryRow]:
    """The countries with an engagement; with a `text`, all whose name or code contains it. Sorted by SORTS."""
    rows = Engagement.objects.visible_to(user)
    counts = {
        code: (total, last)
        for code, total, last in rows.order_by()
        .values_list("partner_countries")
        .annotate(total=Count("pk"), last=Max("date", filter=Q(status="held", date__lte=today)))
        if code
    }
    commitments = {
        code: (still, late)
        for code, still, late in Commitment.objects.visible_to(user)
        .open()
        .order_by()
        .values_list("engagement__partner_countries")
        .annotate(still=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    }
    months = _months(rows, today)
    wanted = Country.objects.abroad(settings.HOME_COUNTRY)
    wanted = wanted.filter(containing("folded", text)) if text.strip() else wanted.filter(pk__in=counts)
    table = []
    for country in wanted:
        total, last = counts.get(country.pk, (0, None))
        still, late = commitments.get(country.pk, (0, 0))
        days = (today - last).days if last else None
        table.append(CountryRow(country, total, last, days, still, late, months.get(country.pk, [])))
    return sorted(table, key=SORTS[sort])


def _months(rows: EngagementQuerySet, today: date) -> dict[str, list[Bar]]:
    """The last twelve months of every country, this one last; all bars of one scale a country."""
    first = _month_before(today, MONTHS - 1)
    counts: dict[str, dict[date, int]] = {}
    found = (
        rows.order_by()
        .filter(date__gte=first, date__lte=today)
        .annotate(month=TruncMonth("date"))
        .values_list("partner_countries", "month")
        .annotate(n=Count("pk"))
    )
    for code, month, number in found:
        counts.setdefault(code, {})[month] = number
    return {code: _bars(months, today) for code, months in counts.items()}


def _bars(months: dict[date, int], today: date) -> list[Bar]:
    most = max(months.values())
    bars = []
    for index in range(MONTHS):
        number = months.get(_month_before(today, MONTHS - 1 - index), 0)
        height = max(1, level(number, most) * BAR // 20)
        bars.append(Bar(1 + 10 * index, 28 - height, height, number))
    return bars


def _month_before(day: date, months: int) -> date:
    """The first day of the month so many months before that of `day`."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
