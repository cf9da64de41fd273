"""What is filled in about the ministry's own units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms import UnitField
from engagements.models import Unit
from engagements.services.units import UnitPlan

if TYPE_CHECKING:
    from django.http import QueryDict


class UnitForm(forms.Form):
    """A unit: a new one, or `unit` as it is to be."""

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
        """What was asked for. Only after `is_valid()`."""
        asked = self.cleaned_data
        return UnitPlan(asked["name_ar"], asked["name_en"], asked["parent"])


class UnitNameForm(forms.Form):
    """Another name of a unit."""

    name = forms.CharField(
        label=_("Another name, as releases write it"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
    )
