"""The filters of the pages with all countries."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.lists.asking import ListForm
from engagements.names.forms import NamesForm
from engagements.world.countries import SORTS
from engagements.world.world_map import PERIODS


class PeriodForm(ListForm):
    """The filter of a page on which only the period of the map can be chosen."""

    period = forms.ChoiceField(choices=PERIODS, required=False, label=_("Period"))


class CountriesForm(NamesForm, PeriodForm):
    """The filter of the list of countries."""

    sort = forms.ChoiceField(label=_("Order"), choices=[(name, name) for name in SORTS], required=False)
    all = forms.ChoiceField(label=_("All"), choices=[("1", "1")], required=False)
