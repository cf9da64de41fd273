"""What the list of follow-ups can be asked. The state is in the address; an invalid value gives no rows."""

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
"""With which the `owner_key` of what only words name begins."""
_OWNERS = {"unit": "owner_unit", "partner": "owner_partner", "person": "owner_person"}


IN_WORDS = "words"
"""Of `owned`: who must act is named, but nobody whom the register knows."""


class OwnersField(forms.MultipleChoiceField):
    """Who must act: `unit-3` (with all below it), `partner-12`, `person-5`, or IN_WORDS. Nobody's number is looked up
    here."""

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
    """Of the follow-ups. `user` and `today` are what «mine» and «overdue» are measured against.

    Of one filter any value, of all filters each. Where neither a ready view nor a status, nor when it was closed, is
    asked for, it is what is open. `group` changes no rows.
    """

    FACETS = ("country", "owned", "assignee", "status", "kind", "topic", "partner")
    """Those whose choices are counted."""

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
        # Of the form, which is made by now: a name that does not exist for the user is no choice, and not shown.
        self.form.fields["partner"].queryset = existing(Partner.objects.all(), user)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.usual(super().filter_queryset(queryset), self.values)
        return rows

    def usual(self, rows: Any, asked: Iterable[str]) -> QuerySet[Any]:
        """What is open, unless what is `asked` says otherwise."""
        kept: QuerySet[Any] = rows
        if only_open(asked):
            kept = view_of(rows, OPEN, user=self.user, today=self.today)
        return kept

    @property
    def ready(self) -> str | None:
        """The ready view that the rows are of; None if the other filters say it, or were not understood."""
        if not self.form.is_valid():
            return None
        chosen: str | None = OPEN if only_open(self.values) else self.values.get("view")
        return chosen

    def without(self, name: str) -> QuerySet[Any]:
        """The rows under all filters but this one; none if anything was not understood."""
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
        """Any of these countries, partners or topics of the engagement."""
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
    """Whether a list that is asked for by these filters is of what is open: none of them says otherwise."""
    return not {"view", "status", "closed_since", "closed_until"} & set(asked)


def follow_ups_asked(query: QueryDict, user: User, today: date) -> CommitmentFilter:
    """The one question of the list and of everything that is made of it."""
    return CommitmentFilter(query, Commitment.objects.visible_to(user), user=user, today=today)
