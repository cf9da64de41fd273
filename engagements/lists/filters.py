"""The base of all filter sets: their state is in the URL; an invalid value is an error and gives no rows."""

from __future__ import annotations

from collections import OrderedDict
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

import django_filters
from django import forms
from django.utils.functional import cached_property

from engagements.lists.asking import LONGEST, complaints_of, refuse_unknown

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet
    from django.http import QueryDict


class _Filters(OrderedDict[str, django_filters.Filter]):
    """The filters of a class. Each instance of the filter set works on shallow copies of them.

    django-filter would deep-copy them with their choices and querysets, which never change; that took a millisecond
    on each page.
    """

    def __deepcopy__(self, memo: Any) -> OrderedDict[str, django_filters.Filter]:
        return OrderedDict((name, _own(one)) for name, one in self.items())


def _own(shared: django_filters.Filter) -> django_filters.Filter:
    """A shallow copy, whose method looks up its own filter set."""
    mine = copy(shared)
    mine.method = shared.method  # sets the method again, bound to the copy
    return mine


class _Form(forms.Form):
    """Has only the fields that the query names and those that pages draw (`StrictFilterSet.drawn`). Copying and
    cleaning the other fields, all empty, took longer than filtering."""

    drawn: ClassVar[Collection[str] | None] = None

    def __init__(self, data: QueryDict, prefix: str | None = None) -> None:
        if self.drawn is not None:
            asked = {
                name: one for name, one in self.base_fields.items() if name in data or name in self.drawn
            }
            self.__dict__["base_fields"] = asked  # of this instance only
        super().__init__(data, prefix=prefix)


@cache
def _form_of(of: type[StrictFilterSet]) -> type[_Form]:
    """The form class of a filter set, made once: the fields do not depend on the query."""
    fields = {name: one.field for name, one in of.base_filters.items()}
    return type(f"{of.__name__}Form", (_Form,), {**fields, "drawn": of.drawn})


class StrictFilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """A filter set that gives no rows, instead of all, if the query is invalid."""

    drawn: ClassVar[Collection[str] | None] = None
    """Names of the form fields that pages render; None means all of them."""

    def __init__(self, data: QueryDict, queryset: QuerySet[Any]) -> None:
        asked = data.copy()
        for name, values in data.lists():
            asked.setlist(name, [value for value in values if value])  # an empty field does not filter
        super().__init__(asked, queryset=queryset)
        refuse_unknown(self.form, data, self.filters)

    @classmethod
    def get_filters(cls) -> OrderedDict[str, django_filters.Filter]:
        return _Filters(super().get_filters())

    def get_form_class(self) -> type[forms.Form]:
        return _form_of(type(self))  # type: ignore[arg-type]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.form.is_valid():
            return queryset.none()
        for name, value in self.values.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @cached_property
    def values(self) -> dict[str, Any]:
        """The valid values by filter, without empty ones. Empty if any value is invalid."""
        if not self.form.is_valid():
            return {}
        # Testing a queryset for emptiness is a query, so only parameters that were given are looked at.
        given = {name: value for name, value in self.form.cleaned_data.items() if name in self.form.data}
        return {name: value for name, value in given.items() if value or value == 0}

    @property
    def complaints(self) -> list[str]:
        """The errors as sentences, each after the label of its field."""
        return complaints_of(self.form)


def text_filter(label: Any) -> django_filters.CharFilter:
    """A filter by words; the method `by_text` of the filter set says where they are looked for."""
    return django_filters.CharFilter(
        method="by_text", label=label, max_length=LONGEST, widget=forms.TextInput(attrs={"class": "input"})
    )
