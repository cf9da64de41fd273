"""The filters of a timeline. Their state is in the URL; the rows come from `engagements.shelves`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, Sum, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from engagements.fields import DateInput
from engagements.lists.asking import LONGEST
from engagements.lists.filters import StrictFilterSet, text_filter
from engagements.lists.words import containing
from engagements.models import UNDATED, Appearance, CommitmentStatus, Kind, Partner, Person, Topic, Wording
from engagements.shelves.shelf import EVERYTHING, outlet_shelf, own_shelf, partner_shelf, person_shelf

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.http import QueryDict

    from engagements.models.derived_queries import AppearanceQuerySet
    from engagements.shelves.shelf import Shelf


class NamesField(forms.MultipleChoiceField):
    """Names of which there is no list to check against; an unknown one finds nothing."""

    def valid_value(self, value: str) -> bool:
        return len(value) <= LONGEST and "\0" not in value


class NamesFilter(django_filters.MultipleChoiceFilter):  # type: ignore[misc]
    field_class = NamesField


class EngagementFilter(StrictFilterSet):
    """The filter of a timeline. Its rows are the appearances on a shelf; filters on other tables use EXISTS.

    The filters in FACTS look into an appearance's `facts`; `wide` is the list without these filters, for counting
    their choices.
    """

    FACTS: ClassVar[dict[str, str]] = {"kind": "kind", "topic": "topic", "commitment": "promise"}
    drawn = ("q", "since", "until")

    q = text_filter(_("Text"))
    since = django_filters.DateFilter(
        field_name="day", lookup_expr="gte", label=_("From"), widget=DateInput()
    )
    until = django_filters.DateFilter(method="by_last_day", label=_("To"), widget=DateInput())
    kind = django_filters.MultipleChoiceFilter(choices=Kind.choices, method="by_fact", label=_("Kind"))
    topic = django_filters.ModelMultipleChoiceFilter(
        queryset=Topic.objects.all(), method="by_fact", label=_("Topic")
    )
    partner = django_filters.ModelMultipleChoiceFilter(
        queryset=Partner.objects.none(), method="by_partner", label=_("Partner")
    )
    person = django_filters.ModelMultipleChoiceFilter(
        queryset=Person.objects.none(), method="by_person", label=_("Person")
    )
    outlet = NamesFilter(method="by_outlet", label=_("Outlet"))
    commitment = django_filters.MultipleChoiceFilter(
        choices=CommitmentStatus.choices, method="by_fact", label=_("Commitment status")
    )

    class Meta:
        model = Appearance
        fields: list[str] = []

    def __init__(self, data: QueryDict, shelf: Shelf) -> None:
        super().__init__(data, shelf.appearances())
        self.shelf = shelf
        # Only names of these engagements are valid choices: nobody may learn another name by guessing its id.
        for name, model in (("partner", Partner), ("person", Person)):
            if name in self.form.fields:
                self.form.fields[name].queryset = model._default_manager.filter(self._met(name, model))

    def _met(self, name: str, model: type[Partner | Person]) -> Exists:
        """Condition on a `partner` or `person`: it takes part in an engagement of the shelf."""
        if self.shelf.told:
            met = self.shelf.tallies(name).filter(key=Cast(OuterRef("pk"), TextField()))
            return Exists(met.values("key").annotate(sum=Sum("n")).filter(sum__gt=0))
        here = self.shelf.appearances().filter(engagement_id=OuterRef("engagement_id"))
        return Exists(Appearance.objects.filter(Exists(here), shelf=own_shelf(model)))

    @property
    def facts_asked(self) -> dict[str, list[str]]:
        """The facts asked for, by filter; a row needs at least one of each filter."""
        asked = {name: self.values.get(name, ()) for name in self.FACTS}
        return {
            name: [f"{self.FACTS[name]}={getattr(one, 'pk', one)}" for one in values]
            for name, values in asked.items()
            if values
        }

    @property
    def wide(self) -> AppearanceQuerySet:
        """The rows under all filters except those in FACTS; none if a filter is invalid."""
        rows: AppearanceQuerySet = self.queryset.all()
        if not self.form.is_valid():
            return rows.none()
        for name, value in self.values.items():
            if name not in self.FACTS:
                rows = self.filters[name].filter(rows, value)
        return rows

    @property
    def asks_more_than_facts(self) -> bool:
        return bool(self.values.keys() - self.FACTS)

    def by_fact(self, rows: AppearanceQuerySet, name: str, value: Iterable[Any]) -> AppearanceQuerySet:
        any_of = Q()
        for one in value:
            any_of |= Q(facts__contains=f" {self.FACTS[name]}={getattr(one, 'pk', one)} ")
        if self.shelf.told:
            return rows.filter(any_of)
        there = Appearance.objects.filter(any_of, engagement_id=OuterRef("engagement_id"), shelf=EVERYTHING)
        return rows.filter(Exists(there))

    def by_text(self, rows: AppearanceQuerySet, name: str, value: str) -> AppearanceQuerySet:
        said = Wording.objects.filter(containing("text", value))
        return rows.filter(engagement_id__in=said.values("engagement_id"))

    def by_last_day(self, rows: AppearanceQuerySet, name: str, value: date) -> AppearanceQuerySet:
        return rows.filter(day__gt=UNDATED, day__lte=value)

    def by_partner(self, rows: AppearanceQuerySet, name: str, value: Iterable[Partner]) -> AppearanceQuerySet:
        return self._also_on(rows, [partner_shelf(one.pk) for one in value])

    def by_person(self, rows: AppearanceQuerySet, name: str, value: Iterable[Person]) -> AppearanceQuerySet:
        return self._also_on(rows, [person_shelf(one.pk) for one in value])

    def by_outlet(self, rows: AppearanceQuerySet, name: str, value: Iterable[str]) -> AppearanceQuerySet:
        return self._also_on(rows, [outlet_shelf(one) for one in value])

    def _also_on(self, rows: AppearanceQuerySet, shelves: list[str]) -> AppearanceQuerySet:
        """The rows whose engagement is also on one of these shelves."""
        there = Appearance.objects.filter(engagement_id=OuterRef("engagement_id"), shelf__in=shelves)
        return rows.filter(Exists(there)) if shelves else rows
