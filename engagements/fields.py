"""Fields that many forms have, and where the focus goes when one is wrong."""

from __future__ import annotations

from typing import Any

from django import forms


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input"}, format="%Y-%m-%d")


class AccountField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An account, shown by the name of the person."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.display_name)


def mark_first_error(form: forms.BaseForm) -> None:
    """The focus goes to the first field that is wrong."""
    for name in form.fields:
        if name in form.errors:
            form.fields[name].widget.attrs["autofocus"] = True
            return
