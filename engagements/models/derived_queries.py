"""QuerySet methods of the tables that triggers keep up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q, Sum

if TYPE_CHECKING:
    from datetime import date

    from engagements.models.derived import Appearance, Tally  # noqa: F401 (the base classes name them)
    from engagements.models.user import User


class AppearanceQuerySet(models.QuerySet["Appearance"]):
    def visible_to(self, user: User) -> AppearanceQuerySet:
        """Places of engagements that exist for `user`."""
        return self if user.sees_restricted else self.filter(hidden=False)


class TallyQuerySet(models.QuerySet["Tally"]):
    def visible_to(self, user: User) -> TallyQuerySet:
        """Counts of engagements that exist for `user`."""
        return self if user.sees_restricted else self.filter(hidden=False)

    def of_countries(self) -> TallyQuerySet:
        """Tallies of the shelves of all countries, the home country included."""
        return self.filter(shelf__gte="c", shelf__lt="d")

    def counts(self) -> dict[str, int]:
        """The counts by key, without those that are zero."""
        return dict(self.values_list("key").annotate(sum=Sum("n")).filter(sum__gt=0).order_by())

    def number(self) -> int:
        """The sum of all counts."""
        total: int | None = self.aggregate(sum=Sum("n"))["sum"]
        return total or 0

    def late(self, today: date) -> TallyQuerySet:
        """Tallies that count open commitments due before `today`."""
        return self.filter(self.is_late(today))

    @staticmethod
    def is_late(today: date) -> Q:
        """Condition for tallies of due dates before `today`: past years as a whole, this year by months, this
        month by days.
        """
        return (
            Q(what="open-year", key__lt=f"{today:%Y}")
            | Q(what="open-month", key__gte=f"{today:%Y}", key__lt=f"{today:%Y-%m}")
            | Q(what="open-day", key__gte=f"{today:%Y-%m}", key__lt=f"{today:%Y-%m-%d}")
        )
