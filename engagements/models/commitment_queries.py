"""QuerySet methods of Commitment. Dates and users are arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from engagements.models.terms import OPEN
from engagements.models.unit import Unit

if TYPE_CHECKING:
    from datetime import date

    from engagements.models.commitment import Commitment  # noqa: F401 (the base class names it)
    from engagements.models.user import User


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user: User) -> CommitmentQuerySet:
        """The commitments of engagements that exist for `user`."""
        if user.sees_restricted:
            return self
        return self.filter(hidden=False)

    def open(self) -> CommitmentQuerySet:
        return self.filter(status__in=OPEN)

    def overdue(self, today: date) -> CommitmentQuerySet:
        return self.open().filter(due_on__lt=today)

    def due_between(self, first: date, last: date) -> CommitmentQuerySet:
        """Open commitments that are due from `first` to `last`, both included."""
        return self.open().filter(due_on__gte=first, due_on__lte=last)

    def under(self, *units: Unit) -> CommitmentQuerySet:
        """Commitments that one of these units, or a unit below one of them, must fulfil."""
        return self.filter(owner_unit__in=Unit.objects.numbers_under(units))

    def with_owners(self) -> CommitmentQuerySet:
        """With the owners and the assignee joined."""
        return self.select_related("assignee", "owner_unit", "owner_partner", "owner_person")

    def for_rows(self) -> CommitmentQuerySet:
        """With everything a row of the list shows. Of countries that is the codes; their names are looked up once
        for the page.
        """
        rows = self.with_owners().select_related("engagement")
        return rows.defer("folded", "engagement__summary", "engagement__folded")

    def for_list(self) -> CommitmentQuerySet:
        """With everything that is shown of a follow-up in lists, in a constant number of queries."""
        rows = self.with_owners().select_related("engagement", "engagement__country")
        return rows.prefetch_related("engagement__partner_countries", "engagement__sources")
