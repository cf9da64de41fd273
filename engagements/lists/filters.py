"""What all filters of lists share: the state is in the address; an invalid value is an error and gives no rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.utils.functional import cached_property

from engagements.lists.asking import LONGEST, complaints_of, refuse_unknown

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict


class StrictFilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """A filter that shows nothing rather than everything when it does not understand what is asked."""

    def __init__(self, data: QueryDict, queryset: QuerySet[Any]) -> None:
        asked = data.copy()
        for name, values in data.lists():
            asked.setlist(name, [value for value in values if value])  # an empty field asks nothing
        super().__init__(asked, queryset=queryset)
        refuse_unknown(self.form, data, self.filters)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.form.is_valid():
            return queryset.none()
        for name, value in self.values.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @cached_property
    def values(self) -> dict[str, Any]:
        """What was asked, understood; only what is not empty. Nothing if any of it was not understood."""
        if not self.form.is_valid():
            return {}
        # Whether a choice of records is empty costs a query: of those that nobody made none is asked.
        given = {name: value for name, value in self.form.cleaned_data.items() if name in self.form.data}
        return {name: value for name, value in given.items() if value or value == 0}

    @property
    def complaints(self) -> list[str]:
        """What is wrong with what was asked, in words, a field's name before its errors."""
        return complaints_of(self.form)


def text_filter(label: Any) -> django_filters.CharFilter:
    """Asks for words; the filter set says in `by_text` where."""
    return django_filters.CharFilter(
        method="by_text", label=label, max_length=LONGEST, widget=forms.TextInput(attrs={"class": "input"})
    )
