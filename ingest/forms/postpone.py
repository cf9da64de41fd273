"""The form that puts a draft off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PREFIX = "later"
_AFTER = {"tomorrow": timedelta(days=1), "week": timedelta(weeks=1)}


class PostponeForm(forms.Form):
    """`until` is one of the usual days, or any day after today."""

    when = forms.ChoiceField(
        label=gettext_lazy("Until"), widget=forms.Select(attrs={"class": "select"}), initial="tomorrow"
    )
    day = forms.DateField(
        label=gettext_lazy("Another day"),
        required=False,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 2, "dir": "auto"}),
    )

    def __init__(self, today: date, data: Any = None) -> None:
        super().__init__(data, prefix=PREFIX)
        self.today = today
        named = {"tomorrow": _("Tomorrow"), "week": _("Next week")}
        usual = [
            (code, f"{named[code]} ({date_format(today + after, 'l j F')})") for code, after in _AFTER.items()
        ]
        field = self.fields["when"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*usual, ("day", _("On another day"))]
        self.fields["day"].widget.attrs["min"] = (today + timedelta(days=1)).isoformat()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("when") in _AFTER:
            data["until"] = self.today + _AFTER[data["when"]]
        elif "day" not in self.errors:
            data["until"] = data.get("day")
            if data["until"] is None or data["until"] <= self.today:
                self.add_error("day", _("Choose a day after today."))
        return data
