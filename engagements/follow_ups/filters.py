"""The filters of the list of follow-ups. Their state is in the URL; an invalid value gives no rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.fields import DateInput
from engagements.follow_ups.grouping import GROUPS
from engagements.follow_ups.ready import OPEN, VIEWS, view_of
from engagements.lists.filters import StrictFilterSet, text_filter
from engagements.lists.querystring import as_number
from engagements.lists.words import containing
from engagements.models import (
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    Country,
    Partner,
    Topic,
    Unit,
    User,
)
from engagements.models.folded import Fold
from engagements.names.visible import existing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import Model, QuerySet
    from django.http import QueryDict

    from engagements.models.commitment_queries import CommitmentQuerySet

_WORDS = "4"
"""The first character of an `owner_key` of an owner that is named only in words."""
_OWNERS = {"unit": "owner_unit", "partner": "owner_partner", "person": "owner_person"}


IN_WORDS = "words"
"""Value of `owned`: the owner is named in words, but is not linked to anything in the register."""


class OwnersField(forms.MultipleChoiceField):
    """Owners: `unit-3` (with all units below it), `partner-12`, `person-5`, or IN_WORDS. It does not check whether
    the number exists.
    """

    def valid_value(self, value: str) -> bool:
        if value == IN_WORDS:
            return True
        kind, _dash, number = value.partition("-")
        return kind in _OWNERS and as_number(number) is not None


class OwnersFilter(django_filters.MultipleChoiceFilter):  # type: ignore[misc]
    field_class = OwnersField


def _of(label: Any, queryset: QuerySet[Any], method: str | None = None) -> django_filters.Filter:
    return django_filters.ModelMultipleChoiceFilter(queryset=queryset, method=method, label=label)


def _day(label: Any, column: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(field_name=column, lookup_expr=lookup, label=label, widget=DateInput())


class CommitmentFilter(StrictFilterSet):
    """The filter of follow-ups. `user` and `today` are needed for «mine» and «overdue».

    A row matches if it has any chosen value of each filter. Without a ready view, status or closing date the list
    has open follow-ups only. `group` changes no rows.
    """

    FACETS = ("country", "owned", "assignee", "status", "kind", "topic", "partner")
    """The filters whose choices are shown with counts."""

    view = django_filters.ChoiceFilter(choices=VIEWS, method="by_view", label=_("View"))
    group = django_filters.ChoiceFilter(choices=GROUPS, method="as_it_is", label=_("Grouped by"))
    q = text_filter(_("Text"))
    country = _of(_("Country"), Country.objects.all(), "by_about")
    partner = _of(_("Partner"), Partner.objects.all(), "by_about")
    topic = _of(_("Topic"), Topic.objects.all(), "by_about")
    owned = OwnersFilter(method="by_owners", label=_("Who must act"))
    owner = django_filters.CharFilter(
        method="by_owner",
        label=_("Who must act, as written"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    assignee = django_filters.ModelMultipleChoiceFilter(
        queryset=User.objects.all(), label=_("Assigned to"), distinct=False
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=CommitmentKind.choices, label=_("Kind"), distinct=False
    )
    status = django_filters.MultipleChoiceFilter(
        choices=CommitmentStatus.choices, label=_("Status"), distinct=False
    )
    due_since = _day(_("Due from"), "due_on", "gte")
    due_until = _day(_("Due to"), "due_on", "lte")
    made_since = _day(_("Engagement from"), "made_on", "gte")
    made_until = _day(_("Engagement to"), "made_on", "lte")
    closed_since = _day(_("Closed from"), "closed_on", "gte")
    closed_until = _day(_("Closed to"), "closed_on", "lte")

    class Meta:
        model = Commitment
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: CommitmentQuerySet, *, user: User, today: date) -> None:
        self.user = user
        self.today = today
        super().__init__(data, queryset)
        # The form exists by now. Partners that do not exist for the user must not be valid choices, nor be shown.
        self.form.fields["partner"].queryset = existing(Partner.objects.all(), user)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.usual(super().filter_queryset(queryset), self.values)
        return rows

    def usual(self, rows: Any, asked: Iterable[str]) -> QuerySet[Any]:
        """Restricts the rows to open ones, unless the filters in `asked` choose otherwise."""
        kept: QuerySet[Any] = rows
        if only_open(asked):
            kept = view_of(rows, OPEN, user=self.user, today=self.today)
        return kept

    @property
    def ready(self) -> str | None:
        """The name of the ready view that is shown; None if other filters choose the rows, or if one is invalid."""
        if not self.form.is_valid():
            return None
        chosen: str | None = OPEN if only_open(self.values) else self.values.get("view")
        return chosen

    def without(self, name: str) -> QuerySet[Any]:
        """The rows under all filters except `name`; none if a filter is invalid."""
        rows: QuerySet[Any] = self.queryset.all()
        if not self.form.is_valid():
            return rows.none()
        for other, value in self.values.items():
            if other != name:
                rows = self.filters[other].filter(rows, value)
        return rows if name == "status" else self.usual(rows, self.values)

    def by_view(self, rows: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        return view_of(rows, value, user=self.user, today=self.today)

    def as_it_is(self, rows: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        return rows

    def by_text(self, rows: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        return rows.filter(containing("folded", value))

    def by_about(self, rows: CommitmentQuerySet, name: str, value: Iterable[Model]) -> CommitmentQuerySet:
        """Rows whose engagement has any of these countries, partners or topics (`name` says which)."""
        facts = [f"{name}={one.pk}" for one in value]
        return rows.filter(about__overlap=facts) if facts else rows

    def by_owner(self, rows: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        return rows.alias(folded_owner=Fold(F("owner"))).filter(containing("folded_owner", value))

    def by_owners(self, rows: CommitmentQuerySet, name: str, value: Iterable[str]) -> CommitmentQuerySet:
        wanted: dict[str, set[int]] = {}
        any_of = Q()
        for one in value:
            kind, _dash, number = one.partition("-")
            if kind == IN_WORDS:
                any_of |= Q(owner_key__gte=f"{_WORDS}:", owner_key__lt=f"{_WORDS};")
                continue
            wanted.setdefault(kind, set()).add(int(number))
        for kind, numbers in wanted.items():
            if kind == "unit":
                numbers = Unit.objects.numbers_under(Unit.objects.filter(pk__in=numbers))
            any_of |= Q(**{f"{_OWNERS[kind]}__in": numbers})
        return rows.filter(any_of)


def only_open(asked: Iterable[str]) -> bool:
    """Whether a list with these filters shows open follow-ups only, because none of them chooses otherwise."""
    return not {"view", "status", "closed_since", "closed_until"} & set(asked)


def follow_ups_asked(query: QueryDict, user: User, today: date) -> CommitmentFilter:
    """The filter of the list for this URL; its exports, numbers and calendars use the same."""
    return CommitmentFilter(query, Commitment.objects.visible_to(user), user=user, today=today)
