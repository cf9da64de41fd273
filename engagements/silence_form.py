"""The filters of the page «silence»."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.lists.asking import ListForm
from engagements.models import Region
from engagements.silence import LONGEST_DAYS, SORTS_OF_SILENCE


class SilenceForm(ListForm):
    """Days of silence, region, and what is listed."""

    days = forms.IntegerField(
        label=_("Days of silence"),
        min_value=1,
        max_value=LONGEST_DAYS,
        required=False,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )
    region = forms.ChoiceField(
        label=_("Region"),
        choices=[("", _("All regions")), *Region.choices],
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )
    what = forms.ChoiceField(label=_("What"), choices=SORTS_OF_SILENCE, required=False)
