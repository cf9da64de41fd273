"""The form that settles where the sources of an engagement disagree."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.fields import CountryField, DateInput
from engagements.models import Country, EngagementStatus, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from engagements.record.values import Dispute

OTHER = "other"
_LENGTHS = {"city": 120, "name": 200, "role": 300, "text": 5000}


class SettleForm(forms.Form):
    """Choice of one of the sources' values, numbered as on the page, or another one."""

    choice = forms.ChoiceField(label=gettext_lazy("What is to hold"), widget=forms.RadioSelect())
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Why it is so; it stands beside the value."),
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 2, "dir": "auto"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput())

    def __init__(self, dispute: Dispute, field: str, data: QueryDict | None = None, chosen: str = "") -> None:
        values = [said.value for said in dispute.sides]
        initial = {"seen": fingerprint(values), "choice": chosen if chosen.isdecimal() else None}
        super().__init__(data, initial=initial)
        self.values = values
        self.fields[OTHER] = _another(field)
        choices = [(str(n), said.words) for n, said in enumerate(dispute.sides)]
        self.fields["choice"].choices = [*choices, (OTHER, _("Another value"))]  # type: ignore[attr-defined]
        self.order_fields(["choice", OTHER, "note", "seen"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("choice") == OTHER and not data.get(OTHER) and OTHER not in self.errors:
            self.add_error(OTHER, _("Write what is to hold."))
        return data

    def value(self) -> str:
        """The chosen value in the form that evidence uses. Only after `is_valid()`."""
        choice = self.cleaned_data["choice"]
        if choice != OTHER:
            return self.values[int(choice)]
        other = self.cleaned_data[OTHER]
        return str(other.pk) if isinstance(other, Country) else str(other)

    @property
    def overtaken(self) -> bool:
        """Whether the sources' values are not those that the page showed any more."""
        return str(self["seen"].value()) != fingerprint(self.values)


def fingerprint(values: Sequence[str]) -> str:
    """A digest of the values that a page showed."""
    return sha256("\x1f".join(values).encode()).hexdigest()[:16]


def _another(field: str) -> forms.Field:
    """The field for a value that no source has."""
    label = _("Another value")
    match field:
        case "kind" | "status":
            choices = Kind.choices if field == "kind" else EngagementStatus.choices
            select = forms.Select(attrs={"class": "select"})
            return forms.ChoiceField(
                label=label, required=False, choices=[("", "—"), *choices], widget=select
            )
        case "country":
            select = forms.Select(attrs={"class": "select"})
            return CountryField(label=label, required=False, widget=select)
        case "date_end" | "due_on":
            return forms.DateField(label=label, required=False, widget=DateInput())
        case "date":
            text = forms.TextInput(attrs={"class": "input ltr", "placeholder": "2026-11-18"})
            hint = _("As year-month-day, year-month or year.")
            return forms.CharField(label=label, required=False, max_length=10, help_text=hint, widget=text)
    text = forms.TextInput(attrs={"class": "input", "dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=_LENGTHS[field], widget=text)
