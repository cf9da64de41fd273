"""Questions about engagements. Dates and users are arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from engagements.models.terms import Confidentiality

if TYPE_CHECKING:
    from engagements.models.engagement import Engagement
    from engagements.models.user import User


class EngagementQuerySet(models.QuerySet["Engagement"]):
    def current(self) -> EngagementQuerySet:
        """Without those that were merged into another."""
        return self.filter(merged_into=None)

    def visible_to(self, user: User) -> EngagementQuerySet:
        """What exists for `user`. Restricted engagements exist for the restricted group only."""
        current = self.current()
        return current if user.sees_restricted else current.filter(confidentiality=Confidentiality.OPEN)

    def survivor_of(self, number: int) -> Engagement | None:
        """What the engagement of this number has become by merges, however many; None if it was not merged."""
        rows = self.model._default_manager
        end = found = (
            rows.filter(pk=number).exclude(merged_into=None).values_list("merged_into", flat=True).first()
        )
        while end is not None:
            found, end = end, rows.values_list("merged_into", flat=True).get(pk=end)
        return self.filter(pk=found).first() if found is not None else None

    def disputed(self) -> EngagementQuerySet:
        """Those whose sources disagree in something that nobody settled."""
        return self.filter(disputed__gt=0)

    def with_country(self, code: str) -> EngagementQuerySet:
        """Engagements in which this country took part."""
        return self.filter(partner_countries=code)

    def for_page(self) -> EngagementQuerySet:
        """With all that the page of an engagement shows, in a constant number of queries."""
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
