"""Filters of the lists of releases: of all, and of those that could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django import forms
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from arabic.folding import fold
from engagements.lists.filters import StrictFilterSet
from ingest.models import Lane, ParseRun, Release, ReleaseStatus, WayIn

if TYPE_CHECKING:
    from ingest.models.release_queries import ReleaseQuerySet

RECOGNITION = "recognition"
"""Beside the states that a release has: it waits, and for the workers that recognise letters."""
STATES = [*ReleaseStatus.choices, (RECOGNITION, _("Waiting for recognition"))]


class ReleaseFilter(StrictFilterSet):
    """Filters of the list of all releases."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Text"), max_length=200, widget=forms.TextInput(attrs={"class": "input"})
    )
    status = django_filters.MultipleChoiceFilter(choices=STATES, method="by_status", label=_("State"))
    way_in = django_filters.MultipleChoiceFilter(choices=WayIn.choices, label=_("Way in"))
    outlet = django_filters.CharFilter(
        field_name="source__outlet", lookup_expr="exact", label=_("Outlet"), max_length=200
    )
    part_of = django_filters.NumberFilter(
        field_name="contained_in__container", label=_("Part of"), min_value=1, max_value=2**31, distinct=True
    )

    class Meta:
        model = Release
        fields: list[str] = []

    def by_text(self, rows: ReleaseQuerySet, name: str, value: str) -> ReleaseQuerySet:
        """Every word is in the title, or the whole text is in the name of the file."""
        words = Q()
        for word in fold(value).split():
            words &= Q(source__folded_title__contains=word)
        return rows.filter(words | Q(filename__icontains=value))

    def by_status(self, rows: ReleaseQuerySet, name: str, value: list[str]) -> ReleaseQuerySet:
        """Releases in one of these states. What waits to be recognised does not count as merely received."""
        if not value:
            return rows
        known = [status for status in value if status != RECOGNITION]
        asked = Q(status__in=known)
        scans = Q(status=ReleaseStatus.RECEIVED, lane=Lane.SCAN)
        return rows.filter(asked | scans if RECOGNITION in value else asked & ~scans)


def with_reason(rows: ReleaseQuerySet) -> ReleaseQuerySet:
    """Failed releases with the error code of their last attempt as `reason`."""
    runs = ParseRun.objects.filter(release=OuterRef("pk")).order_by("-attempt")
    return rows.failed().annotate(reason=Subquery(runs.values("error_code")[:1]))


class FailureFilter(ReleaseFilter):
    """Filters of the releases that could not be read; takes rows that are `with_reason`."""

    status = None
    part_of = None
    reason = django_filters.CharFilter(lookup_expr="exact", label=_("Reason"), max_length=40)
