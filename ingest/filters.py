"""What the lists of drafts and releases can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arabic.folding import fold
from engagements.filters import DateInput, StrictFilterSet
from engagements.models import Country
from ingest.models import Draft, Release, ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.models.draft_queries import DraftQuerySet
    from ingest.models.release_queries import ReleaseQuerySet

CHECKS = [("yes", _("With values to check")), ("no", _("All values sure"))]


class DraftFilter(StrictFilterSet):
    """Of the review queue."""

    outlet = django_filters.CharFilter(
        field_name="release__source__outlet", lookup_expr="exact", label=_("Outlet"), max_length=200
    )
    country = django_filters.ModelMultipleChoiceFilter(
        queryset=Country.objects.all(), method="by_country", label=_("Country")
    )
    since = django_filters.DateFilter(
        field_name="date", lookup_expr="gte", label=_("From"), widget=DateInput()
    )
    until = django_filters.DateFilter(field_name="date", lookup_expr="lte", label=_("To"), widget=DateInput())
    check = django_filters.ChoiceFilter(choices=CHECKS, method="by_check", label=_("Certainty"))
    release = django_filters.NumberFilter(field_name="release_id", label=_("Release"), min_value=1)

    class Meta:
        model = Draft
        fields: list[str] = []

    def by_country(self, rows: DraftQuerySet, name: str, value: Iterable[Country]) -> DraftQuerySet:
        codes = [country.pk for country in value]
        return rows.filter(countries__overlap=codes) if codes else rows

    def by_check(self, rows: DraftQuerySet, name: str, value: str) -> DraftQuerySet:
        return rows.filter(to_check__gt=0) if value == "yes" else rows.filter(to_check=0)


class ReleaseFilter(StrictFilterSet):
    """Of the releases."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Text"), max_length=200, widget=forms.TextInput(attrs={"class": "input"})
    )
    status = django_filters.MultipleChoiceFilter(choices=ReleaseStatus.choices, label=_("State"))
    outlet = django_filters.CharFilter(
        field_name="source__outlet", lookup_expr="exact", label=_("Outlet"), max_length=200
    )

    class Meta:
        model = Release
        fields: list[str] = []

    def by_text(self, rows: ReleaseQuerySet, name: str, value: str) -> ReleaseQuerySet:
        """Every word stands in the title, or the whole in the file's name."""
        words = Q()
        for word in fold(value).split():
            words &= Q(source__folded_title__contains=word)
        return rows.filter(words | Q(filename__icontains=value))
