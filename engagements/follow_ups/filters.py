"""What the list of follow-ups can be asked. The state is in the address; an invalid value gives no rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import django_filters
from django import forms
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from engagements.filters import DateInput, StrictFilterSet, text_filter
from engagements.models import Commitment, CommitmentKind, CommitmentStatus, Country, Engagement
from engagements.models.folded import Fold
from engagements.search import containing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.http import QueryDict

    from engagements.models import User
    from engagements.models.commitment_queries import CommitmentQuerySet

VIEWS = [
    ("mine", _("Mine")),
    ("overdue", _("Overdue")),
    ("soon", _("Due within 30 days")),
    ("no_owner", _("No owner")),
    ("unassigned", _("Nobody assigned")),
    ("no_due", _("No due date")),
]
"""Ready questions over the follow-ups; each is about what is still open."""


class CommitmentFilter(StrictFilterSet):
    """Of the follow-ups. `user` and `today` are what «mine» and «overdue» are measured against."""

    view = django_filters.ChoiceFilter(choices=VIEWS, method="by_view", label=_("View"))
    q = text_filter(_("Text"))
    country = django_filters.ModelMultipleChoiceFilter(
        queryset=Country.objects.all(), method="by_country", label=_("Country")
    )
    owner = django_filters.CharFilter(
        method="by_owner", label=_("Owner"), max_length=200, widget=forms.TextInput(attrs={"class": "input"})
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=CommitmentKind.choices, label=_("Kind"), distinct=False
    )
    status = django_filters.MultipleChoiceFilter(
        choices=CommitmentStatus.choices, label=_("Status"), distinct=False
    )
    due_since = django_filters.DateFilter(
        field_name="due_on", lookup_expr="gte", label=_("Due from"), widget=DateInput()
    )
    due_until = django_filters.DateFilter(
        field_name="due_on", lookup_expr="lte", label=_("Due to"), widget=DateInput()
    )

    class Meta:
        model = Commitment
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: CommitmentQuerySet, *, user: User, today: date) -> None:
        self.user = user
        self.today = today
        super().__init__(data, queryset)

    def by_view(self, rows: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        return view_of(rows, value, user=self.user, today=self.today)

    def by_text(self, rows: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        return rows.filter(containing("folded", value))

    def by_owner(self, rows: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        return rows.alias(folded_owner=Fold(F("owner"))).filter(containing("folded_owner", value))

    def by_country(self, rows: CommitmentQuerySet, name: str, value: Iterable[Country]) -> CommitmentQuerySet:
        codes = [country.pk for country in value]
        through = Engagement.partner_countries.through.objects.filter(
            engagement=OuterRef("engagement"), country__in=codes
        )
        return rows.filter(Exists(through)) if codes else rows


def follow_ups_asked(query: QueryDict, user: User, today: date) -> CommitmentFilter:
    """What somebody asks of the follow-ups that exist for them: the one query of the list and of its files."""
    return CommitmentFilter(query, Commitment.objects.visible_to(user), user=user, today=today)


def view_of(rows: CommitmentQuerySet, view: str, *, user: User, today: date) -> CommitmentQuerySet:
    """The rows that a ready view shows."""
    match view:
        case "mine":
            return rows.open().filter(assignee=user)
        case "overdue":
            return rows.overdue(today)
        case "soon":
            return rows.due_between(today, today + timedelta(days=30))
        case "no_owner":
            return rows.open().filter(owner="", owner_partner=None, owner_person=None)
        case "unassigned":
            return rows.open().filter(assignee=None)
        case "no_due":
            return rows.open().filter(due_on=None)
    raise ValueError(view)
