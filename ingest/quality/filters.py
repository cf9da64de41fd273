"""Filters of the pages of the reader's quality."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.fields import DateInput
from engagements.lists.filters import StrictFilterSet
from engagements.models import EvidenceBand
from ingest.models import Draft, DraftStatus, RejectReason, ReviewEvent, Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from ingest.models.draft_queries import DraftQuerySet

OUTCOMES = [
    (DraftStatus.APPROVED.value, DraftStatus.APPROVED.label),
    (DraftStatus.MERGED.value, DraftStatus.MERGED.label),
    (DraftStatus.REPLACED.value, DraftStatus.REPLACED.label),
    *((reason.value, reason.label) for reason in RejectReason),
]
"""What becomes of whole drafts: a rejected one by its reason."""
_PROPOSED = "proposed"
_VERDICTS = [*Verdict.choices, (_PROPOSED, _("Proposed"))]


def _equal(label: object, *, column: str | None = None, most: int = 320) -> django_filters.CharFilter:
    return django_filters.CharFilter(field_name=column, lookup_expr="exact", label=label, max_length=most)


def _days(column: str) -> tuple[django_filters.DateFilter, django_filters.DateFilter]:
    since = django_filters.DateFilter(
        field_name=column, lookup_expr="date__gte", label=_("Decided from"), widget=DateInput()
    )
    until = django_filters.DateFilter(
        field_name=column, lookup_expr="date__lte", label=_("Decided until"), widget=DateInput()
    )
    return since, until


class QualityFilter(StrictFilterSet):
    """Filters of the review events."""

    outlet = _equal(_("Outlet"), most=200)
    rules = _equal(_("Version of the rules"), most=60)
    since, until = _days("at")

    class Meta:
        model = ReviewEvent
        fields: list[str] = []


class ValuesFilter(QualityFilter):
    """Filters of the values behind one number of the quality page."""

    field = _equal(_("Field"), column="sort")
    rule = _equal(_("Rule"), most=80)
    band = django_filters.ChoiceFilter(choices=EvidenceBand.choices, label=_("Certainty"))
    month = django_filters.DateFilter(label=_("Month"), input_formats=["%Y-%m-%d"])
    verdict = django_filters.ChoiceFilter(choices=_VERDICTS, label=_("Verdict"), method="by_verdict")

    def by_verdict(self, rows: QuerySet[ReviewEvent], name: str, value: str) -> QuerySet[ReviewEvent]:
        if value == _PROPOSED:
            return rows.exclude(verdict=Verdict.ADDED)
        return rows.filter(verdict=value) if value else rows


class DecidedDraftsFilter(StrictFilterSet):
    """The same filters for decided drafts."""

    outlet = _equal(_("Outlet"), column="release__source__outlet", most=200)
    rules = django_filters.CharFilter(method="by_rules", label=_("Version of the rules"), max_length=60)
    since, until = _days("decided_at")
    month = django_filters.DateFilter(label=_("Month"), input_formats=["%Y-%m-%d"], method="by_month")
    outcome = django_filters.MultipleChoiceFilter(choices=OUTCOMES, label=_("Outcome"), method="by_outcome")

    class Meta:
        model = Draft
        fields: list[str] = []

    def by_rules(self, rows: DraftQuerySet, name: str, value: str) -> DraftQuerySet:
        if not value:
            return rows
        version = f"rules-{value}"
        return rows.filter(Q(run__reader_version=version) | Q(run__reader_version__endswith=f" {version}"))

    def by_month(self, rows: DraftQuerySet, name: str, value: datetime | None) -> DraftQuerySet:
        if value is None:
            return rows
        return rows.filter(decided_at__year=value.year, decided_at__month=value.month)

    def by_outcome(self, rows: DraftQuerySet, name: str, value: list[str]) -> DraftQuerySet:
        rejected = Q(status=DraftStatus.REJECTED, reason__in=value)
        return rows.filter(Q(status__in=value) | rejected) if value else rows


def decided(drafts: DraftQuerySet) -> DraftQuerySet:
    """Drafts with a decision that stands."""
    return drafts.filter(
        status__in=[DraftStatus.APPROVED, DraftStatus.MERGED, DraftStatus.REJECTED, DraftStatus.REPLACED]
    )
