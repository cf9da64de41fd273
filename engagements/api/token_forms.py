"""The form for a new API token."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

DAYS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("A year")), ("", _("No end"))]


class TokenForm(forms.Form):
    """Name and lifetime of a new API token."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("For example the name of the program that reads the register."),
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto", "autocomplete": "off"}),
    )
    days = forms.ChoiceField(
        label=_("It lasts"),
        choices=DAYS,
        required=False,
        initial="90",
        widget=forms.Select(attrs={"class": "select"}),
    )

    def expires_at(self, now: datetime) -> datetime | None:
        """When the token expires; None if never. Call it only after `is_valid()`."""
        days = self.cleaned_data["days"]
        return now + timedelta(days=int(days)) if days else None
