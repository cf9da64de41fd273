"""The forms for the ministry's own units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.follow_ups.unit_tree import INDENT, unit_lines
from engagements.models import Unit
from engagements.services.units import UnitPlan

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import QueryDict


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of units that are not closed (or chosen already), indented as in their tree."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Unit.objects.none(),
            required=False,
            widget=forms.Select(attrs={"class": "select"}),
            **kwargs,
        )

    def offer(self, *, chosen: int | None = None, without: Collection[int] = ()) -> None:
        """Reads the units and makes the choices, without those in `without`."""
        lines = unit_lines(list(Unit.objects.all()))
        offered = [
            line
            for line in lines
            if (not line.unit.closed or line.unit.pk == chosen) and line.unit.pk not in without
        ]
        self.queryset = Unit.objects.filter(pk__in=[line.unit.pk for line in offered])
        choices = [(line.unit.pk, f"{INDENT * line.depth}{line.unit.name}") for line in offered]
        self.choices = [("", self.empty_label), *choices]


class UnitForm(forms.Form):
    """A new unit, or a change to `unit`."""

    name_ar = forms.CharField(
        label=_("Name in Arabic"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "dir": "rtl", "lang": "ar"}),
    )
    name_en = forms.CharField(
        label=_("Name in English"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "dir": "ltr", "lang": "en"}),
    )
    parent = UnitField(label=_("Part of"), empty_label=_("Of none: it stands at the top"))
    version = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: QueryDict | None = None, unit: Unit | None = None) -> None:
        initial = {}
        if unit is not None:
            initial = {
                "name_ar": unit.name_ar,
                "name_en": unit.name_en,
                "parent": unit.parent_id,
                "version": unit.version,
            }
        super().__init__(data, initial=initial)
        below = Unit.objects.numbers_under([unit]) if unit is not None and data is None else set()
        self.fields["parent"].offer(  # type: ignore[attr-defined]
            chosen=unit.parent_id if unit else None, without=below
        )

    def plan(self) -> UnitPlan:
        """The values of the unit. Call it only after `is_valid()`."""
        asked = self.cleaned_data
        return UnitPlan(asked["name_ar"], asked["name_en"], asked["parent"])


class UnitNameForm(forms.Form):
    """Another name of a unit."""

    name = forms.CharField(
        label=_("Another name, as releases write it"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
    )
