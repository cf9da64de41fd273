"""The saved filters of an account, and how many records are new in each since the last visit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import django_filters
from django.db.models import Count, IntegerField, Value
from django.http import QueryDict

from engagements.follow_ups.filters import CommitmentFilter
from engagements.lists.querystring import CURSOR
from engagements.lookups import rows_by
from engagements.models import Engagement, Partner, Person, SavedFilter
from engagements.saved_filters.places import ListPlace, list_at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from engagements.models import User


class Meant(NamedTuple):
    """Stands for a row where a filter needs only its key; that it exists was checked when the filter was saved."""

    pk: int | str


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved filter; `fresh` is the number of its records that were approved since the last visit."""

    filter: SavedFilter
    fresh: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What the page of a list shows: the filters saved for this list, and the one that is active now (`current`).

    Records approved after `since` are marked as new; None if nothing is marked.
    """

    path: str
    query: str
    saved: list[Saved] = field(default_factory=list)
    current: SavedFilter | None = None

    @property
    def since(self) -> datetime | None:
        return self.current.seen_before if self.current else None

    @property
    def fresh(self) -> int:
        return sum(one.fresh for one in self.saved)


def tidy_query(query: QueryDict) -> str:
    """The query string of the filter alone: without empty fields and cursor, names in a fixed order."""
    kept = QueryDict(mutable=True)
    for name in sorted(query):
        values = [value for value in query.getlist(name) if value]
        if values and name != CURSOR:
            kept.setlist(name, values)
    return kept.urlencode()


def saved_by(user: User, today: date) -> list[Saved]:
    """All saved filters of an account, by name. A constant number of queries."""
    return _with_numbers(list(SavedFilter.objects.filter(user=user)), user, today)


def beside(user: User, path: str, query: QueryDict, today: date) -> Beside:
    """What the list at `path` shows for this query."""
    asked = tidy_query(query)
    filters = rows_by(SavedFilter, user_id=user.pk, path=path)
    current = next((one for one in filters if one.query == asked), None)
    return Beside(path, asked, _with_numbers(filters, user, today), current)


def _with_numbers(filters: list[SavedFilter], user: User, today: date) -> list[Saved]:
    """The filters with their numbers of new records, counted in one query."""
    counted: list[QuerySet[Any, Any]] = []
    places = {one.pk: list_at(one.path) for one in filters}
    moved = _survivors(place for place in places.values() if place)
    for one in filters:
        place = places[one.pk]
        if place is not None:
            rows = _fresh_rows(one, moved.get(place, place), user, today)
            which = Value(one.pk, IntegerField())
            counted.append(rows.order_by().annotate(which=which).values_list("which").annotate(n=Count("pk")))
    numbers: dict[int, int] = {}
    if counted:
        numbers = dict(counted[0].union(*counted[1:], all=True) if len(counted) > 1 else counted[0])
    return [Saved(one, numbers.get(one.pk, 0)) for one in filters]


def _fresh_rows(saved: SavedFilter, place: ListPlace, user: User, today: date) -> QuerySet[Any]:
    """The rows of the filter whose engagement was approved since the last visit."""
    asked = place.asked(QueryDict(), user, today)
    recorded = Engagement.objects.filter(approved_at__gt=saved.seen_at)
    rows: QuerySet[Any] = asked.queryset.filter(engagement__in=recorded)
    query = QueryDict(saved.query)
    try:
        for name in query:
            one = asked.filters[name]
            rows = one.filter(rows, _value(one, query.getlist(name)))
    except (KeyError, ValueError):  # a filter that does not exist any more
        return rows.none()
    if isinstance(asked, CommitmentFilter):
        rows = asked.usual(rows, query)
    else:
        # A row of a shelf has a composite key, which cannot be counted; its engagement can.
        rows = Engagement.objects.filter(pk__in=rows.values("engagement_id"))
    return rows


def _value(asked: django_filters.Filter, values: list[str]) -> Any:
    """The value as the form of this filter would read it, but without a query. Raises ValueError."""
    match asked:
        case django_filters.DateFilter():
            return date.fromisoformat(values[-1])
        case django_filters.ModelMultipleChoiceFilter():
            by_number = isinstance(asked.queryset.model._meta.pk, IntegerField)
            return [Meant(int(value) if by_number else value) for value in values]
        case django_filters.MultipleChoiceFilter():
            return values
    return values[-1]


def _survivors(places: Iterable[ListPlace]) -> dict[ListPlace, ListPlace]:
    """For partners and people that were merged: their list, and the list of the name that they are now."""
    moved: dict[ListPlace, ListPlace] = {}
    wanted = set(places)
    models: dict[str, type[Partner] | type[Person]] = {"partner": Partner, "person": Person}
    for name, model in models.items():
        numbers = [place.key for place in wanted if place.name == name]
        if numbers:
            rows = model._default_manager.filter(pk__in=numbers).exclude(merged_into=None)
            for old, new in rows.values_list("pk", "merged_into"):
                moved[ListPlace(name, old)] = ListPlace(name, new)
    return moved


def present_path(saved: SavedFilter) -> str:
    """The path of the list now: of a merged name, that of the surviving one."""
    place = list_at(saved.path)
    return _survivors([place]).get(place, place).path if place else saved.path
