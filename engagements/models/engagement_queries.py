"""QuerySet methods of Engagement. Dates and users are arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from engagements.models.terms import Confidentiality

if TYPE_CHECKING:
    from engagements.models.engagement import Engagement
    from engagements.models.user import User


class EngagementQuerySet(models.QuerySet["Engagement"]):
    def current(self) -> EngagementQuerySet:
        """Without engagements that were merged into another."""
        return self.filter(merged_into=None)

    def visible_to(self, user: User) -> EngagementQuerySet:
        """The engagements that exist for `user`. Restricted ones exist only for members of the restricted group."""
        current = self.current()
        return current if user.sees_restricted else current.filter(confidentiality=Confidentiality.OPEN)

    def survivor_of(self, number: int) -> Engagement | None:
        """What engagement `number` has become after all merges. None if it was never merged, or if the result is
        not in this queryset.
        """
        rows = self.model._default_manager
        end = found = (
            rows.filter(pk=number).exclude(merged_into=None).values_list("merged_into", flat=True).first()
        )
        while end is not None:
            found, end = end, rows.values_list("merged_into", flat=True).get(pk=end)
        return self.filter(pk=found).first() if found is not None else None

    def disputed(self) -> EngagementQuerySet:
        """Engagements whose sources disagree in a field that nobody has settled."""
        return self.filter(disputed__gt=0)

    def with_country(self, code: str) -> EngagementQuerySet:
        """Engagements in which this country took part."""
        return self.filter(partner_countries=code)

    def for_page(self) -> EngagementQuerySet:
        """With everything that the page of an engagement shows, in a constant number of queries."""
        return self.select_related("country", "approved_by").prefetch_related(
            "partner_countries",
            "topics",
            "partners",
            "sources",
            "participations__person",
            "participations__country",
            "evidence__source",
            "commitments__assignee",
            "settlements__by",
            "merges__by",
        )
