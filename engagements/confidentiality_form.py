"""The form that changes how confidential an engagement is."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Confidentiality


class ConfidentialityForm(forms.Form):
    """`as_what` is the confidentiality that the page offered. If the button is pressed twice, the second request
    so learns that it is set already.
    """

    as_what = forms.ChoiceField(choices=Confidentiality.choices, widget=forms.HiddenInput())
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("It stands in the history of the record, for those who see the record."),
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 3, "dir": "auto"}),
    )
