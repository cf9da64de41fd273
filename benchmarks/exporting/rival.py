"""The same table made by django-import-export, written as its documentation recommends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from import_export import fields, resources

from engagements.models import Commitment
from engagements.wording import listed

if TYPE_CHECKING:
    from import_export.resources import Resource


def resource() -> Resource:
    """The usual columns, as for an account that has chosen none."""
    return _FollowUps()


class _FollowUps(resources.ModelResource):  # type: ignore[misc]
    kind_shown = fields.Field(column_name="kind")
    status_shown = fields.Field(column_name="status")
    assigned = fields.Field(column_name="assignee")
    late = fields.Field(column_name="days late")
    countries = fields.Field(column_name="countries")
    title = fields.Field(attribute="engagement__title", column_name="engagement")
    day = fields.Field(attribute="engagement__date", column_name="date")
    sources = fields.Field(column_name="sources")

    class Meta:
        model = Commitment
        fields = ("id", "text", "kind_shown", "status_shown", "owner", "assigned", "due_on", "late", "closed_on",
                  "countries", "title", "day", "sources")  # fmt: skip
        export_order = fields

    def dehydrate_kind_shown(self, one: Commitment) -> str:
        return one.get_kind_display()

    def dehydrate_status_shown(self, one: Commitment) -> str:
        return one.get_status_display()

    def dehydrate_assigned(self, one: Commitment) -> str:
        return one.assignee.display_name if one.assignee else ""

    def dehydrate_late(self, one: Commitment) -> int | str:
        days = one.days_late(timezone.localdate())
        return days if days > 0 else ""

    def dehydrate_countries(self, one: Commitment) -> str:
        return listed(country.name for country in one.engagement.partner_countries.all())

    def dehydrate_sources(self, one: Commitment) -> int:
        return len(one.engagement.sources.all())
