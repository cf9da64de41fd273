"""What a brief is about: one country, as one account may see it, a period and a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from engagements.models import UNDATED

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from engagements.brief.asking import Period
    from engagements.models import Appearance, Country
    from engagements.models.derived_queries import AppearanceQuerySet
    from engagements.shelves.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Scope:
    """The scope. `root` is put before every path of the register: `https://host`, or empty for links within it."""

    country: Country
    shelf: Shelf
    period: Period
    today: date
    root: str

    @property
    def within(self) -> Q:
        """Condition for appearances in the period that are not ahead; without a begin, also those without a date."""
        until = min(self.period.until, self.today)
        begun = Q(day__lte=until) & ~Q(day=self.today, held=False)
        if self.period.since is None:
            return begun
        return begun & Q(day__gt=UNDATED, day__gte=self.period.since)

    @property
    def begun(self) -> AppearanceQuerySet:
        """The appearances of the engagements in the period."""
        return self.shelf.appearances().filter(self.within)

    @property
    def ahead(self) -> AppearanceQuerySet:
        """The appearances of engagements after today, or today and not marked as held."""
        return self.shelf.appearances().filter(Q(day__gt=self.today) | Q(day=self.today, held=False))

    @property
    def of_period(self) -> QuerySet[Appearance, Any]:
        """The ids of the engagements in the period, for `__in`."""
        return self.begun.values("engagement_id")

    @property
    def of_all(self) -> QuerySet[Appearance, Any]:
        """The ids of all engagements with the country, for `__in`."""
        return self.shelf.appearances().values("engagement_id")

    def address(self, name: str, *arguments: object, **query: object) -> str:
        """The URL of a page of the register; a list in `query` becomes one parameter for each of its values."""
        asked = urlencode({key: value for key, value in query.items() if value}, doseq=True)
        return self.to(reverse(name, args=arguments)) + (f"?{asked}" if asked else "")

    def to(self, path: str) -> str:
        return f"{self.root}{path}"
