"""The list of countries with their figures: engagements, the last one, open commitments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, Subquery, Sum

from arabic.folding import fold
from engagements.days import months_before
from engagements.lists.words import containing
from engagements.models import UNDATED, Appearance, Country, Tally
from engagements.models.derived_queries import TallyQuerySet
from engagements.shelves.figures import MONTH
from engagements.shelves.shelf import own_shelf

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagements.models import User

SILENT_AFTER = 90
"""Days without an engagement after which a country that has open commitments counts as silent."""
MONTHS = 12


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country with its figures. `months` are the numbers of engagements in the last twelve months, the current one
    last; empty if there were none.
    """

    country: Country
    engagements: int
    last: date | None
    days_since: int | None
    open: int
    overdue: int
    months: list[int]

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
    """The countries with an engagement, or with a `text` all whose name or code contains it, sorted by
    SORTS[`sort`].
    """
    tallies = Tally.objects.visible_to(user).of_countries()
    counts = _counts(tallies, today)
    months = _months(tallies, today)
    held = (
        Appearance.objects.visible_to(user)
        .filter(shelf=own_shelf(Country), held=True, day__gt=UNDATED, day__lte=today)
        .order_by("-day")
    )
    wanted = Country.objects.abroad(settings.HOME_COUNTRY).annotate(last=Subquery(held.values("day")[:1]))
    wanted = wanted.filter(containing("folded", text)) if text.strip() else wanted.filter(pk__in=counts)
    table = []
    for country in wanted:
        total, still, late = counts.get(country.pk, (0, 0, 0))
        last: date | None = getattr(country, "last")  # noqa: B009 - the query gives it
        days = (today - last).days if last else None
        table.append(CountryRow(country, total, last, days, still, late, months.get(country.pk, [])))
    return sorted(table, key=SORTS[sort])


def _counts(tallies: TallyQuerySet, today: date) -> dict[str, tuple[int, int, int]]:
    """(Engagements, open commitments, overdue ones), by code of the country."""
    wanted = tallies.filter(what__in=["all", "open-year"]) | tallies.late(today)
    rows = wanted.values_list("shelf").annotate(
        total=Sum("n", filter=Q(what="all"), default=0),
        still=Sum("n", filter=Q(what="open-year"), default=0),
        late=Sum("n", filter=TallyQuerySet.is_late(today), default=0),
    )
    return {shelf[1:]: (total, still, late) for shelf, total, still, late in rows.order_by() if total > 0}


def _months(tallies: TallyQuerySet, today: date) -> dict[str, list[int]]:
    """The numbers of the last twelve months, the current one last, for each country with any."""
    months = [f"{months_before(today, MONTHS - 1 - index):%Y-%m}" for index in range(MONTHS)]
    found = tallies.filter(what="month", key__gte=months[0], key__lte=months[-1])
    counts: dict[str, dict[str, int]] = {}
    for shelf, month, number in found.values_list("shelf", "key").annotate(sum=Sum("n")).order_by():
        if len(month) == MONTH and number > 0:
            counts.setdefault(shelf[1:], {})[month] = number
    return {code: [of_it.get(month, 0) for month in months] for code, of_it in counts.items()}
