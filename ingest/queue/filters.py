"""The filters of the review queue."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.days import shifted
from engagements.fields import DateInput
from engagements.lists.filters import StrictFilterSet
from engagements.models import Country
from ingest.models import Draft
from ingest.queue.ordering import SORTS, order_of
from ingest.queue.ready import VIEWS, likely_for, shown_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from django.db.models import QuerySet
    from django.http import QueryDict

    from engagements.models import User
    from ingest.models.draft_queries import DraftQuerySet
    from ingest.queue.ordering import Order

CHECKS = [
    ("no", _("All values sure")),
    ("yes", _("With values to check")),
    ("guess", _("With a guess among them")),
]
CLAIMS = [
    ("free", _("Free for me")),
    ("me", _("Open at me")),
    ("others", _("Open at somebody else")),
]
SAME = [("yes", _("With a likely same event")), ("no", _("Without one"))]
LONGEST_WAIT = 10_000


class DraftFilter(StrictFilterSet):
    """The filters, applied in the chosen `order`. `user` and `now` define «mine», «put off» and «waiting»."""

    view = django_filters.ChoiceFilter(choices=VIEWS, method="as_it_is", label=_("View"))
    sort = django_filters.ChoiceFilter(choices=SORTS, method="as_it_is", label=_("Order"))
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
    days = django_filters.NumberFilter(
        method="by_days",
        label=_("Waiting for so many days or more"),
        min_value=1,
        max_value=LONGEST_WAIT,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"}),
    )
    waiting_since = django_filters.DateFilter(
        method="by_waiting_since", label=_("Waiting since, from"), widget=DateInput()
    )
    waiting_until = django_filters.DateFilter(
        method="by_waiting_until", label=_("Waiting since, to"), widget=DateInput()
    )
    claim = django_filters.ChoiceFilter(choices=CLAIMS, method="by_claim", label=_("Open at"))
    same = django_filters.ChoiceFilter(choices=SAME, method="by_same", label=_("The same event"))
    release = django_filters.NumberFilter(field_name="release_id", label=_("Release"), min_value=1)

    class Meta:
        model = Draft
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, user: User, now: datetime) -> None:
        self.user = user
        self.now = now
        super().__init__(data, Draft.objects.visible_to(user))

    @property
    def viewed(self) -> str:
        return str(self.values.get("view", ""))

    @cached_property
    def likely(self) -> list[int]:
        """The drafts for which the same event is suggested."""
        return likely_for(self.user)

    @property
    def asks_likely(self) -> bool:
        """Whether the list depends on `likely`."""
        return self.viewed == "same" or bool(self.values.get("same"))

    @property
    def shown(self) -> Q:
        """The drafts of the chosen ready view."""
        likely = self.likely if self.viewed == "same" else None
        return shown_in(self.viewed, user=self.user, now=self.now, likely=likely)

    @property
    def narrowed(self) -> bool:
        """Whether filters beyond the view are set."""
        return not self.form.is_valid() or any(self.values.keys() - {"view", "sort"})

    @property
    def order(self) -> Order:
        return order_of(str(self.values.get("sort", "")), self.viewed)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return super().filter_queryset(queryset.filter(self.shown))

    def as_it_is(self, rows: DraftQuerySet, name: str, value: str) -> DraftQuerySet:
        """The rows unchanged: view and order do not filter single rows."""
        return rows

    def by_country(self, rows: DraftQuerySet, name: str, value: Iterable[Country]) -> DraftQuerySet:
        codes = [country.pk for country in value]
        return rows.filter(countries__overlap=codes) if codes else rows

    def by_check(self, rows: DraftQuerySet, name: str, value: str) -> DraftQuerySet:
        match value:
            case "guess":
                return rows.filter(guesses__gt=0)
            case "yes":
                return rows.filter(to_check__gt=0)
        return rows.filter(to_check=0)

    def by_days(self, rows: DraftQuerySet, name: str, value: Decimal) -> DraftQuerySet:
        return rows.filter(created_at__lte=self.now - timedelta(days=int(value)))

    def by_waiting_since(self, rows: DraftQuerySet, name: str, value: date) -> DraftQuerySet:
        return rows.filter(created_at__gte=_morning(value))

    def by_waiting_until(self, rows: DraftQuerySet, name: str, value: date) -> DraftQuerySet:
        return rows.filter(created_at__lt=_morning(shifted(value, 1)))

    def by_claim(self, rows: DraftQuerySet, name: str, value: str) -> DraftQuerySet:
        open_now = Q(claimed_until__gt=self.now)
        match value:
            case "me":
                return rows.filter(open_now, claimed_by=self.user)
            case "others":
                return rows.filter(open_now).exclude(claimed_by=self.user)
        return rows.free_for(self.user, self.now)

    def by_same(self, rows: DraftQuerySet, name: str, value: str) -> DraftQuerySet:
        likely = Q(pk__in=self.likely)
        return rows.filter(likely if value == "yes" else ~likely)


def _morning(day: date) -> datetime:
    """The first moment of the day, in the ministry's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
