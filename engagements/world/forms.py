"""What the pages of all countries can be asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.lists.asking import ListForm
from engagements.names.forms import NamesForm
from engagements.world.countries import SORTS
from engagements.world.world_map import PERIODS


class PeriodForm(ListForm):
    """Of a page that has nothing to choose but the period of its map."""

    period = forms.ChoiceField(choices=PERIODS, required=False, label=_("Period"))


class CountriesForm(NamesForm, PeriodForm):
    """Of the countries."""

    sort = forms.ChoiceField(label=_("Order"), choices=[(name, name) for name in SORTS], required=False)
    all = forms.ChoiceField(label=_("All"), choices=[("1", "1")], required=False)
