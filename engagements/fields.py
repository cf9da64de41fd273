"""Fields that many forms have, and where the focus goes when one is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q

from engagements.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input"}, format="%Y-%m-%d")


class AccountField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An account, shown by the name of the person."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.display_name)


def assignable(present: int | None = None) -> QuerySet[User]:
    """To whom something can be assigned: who can sign in, and who has it already (`present`), left or not."""
    rows = User.objects.filter(Q(is_active=True) | Q(pk=present))
    return rows.order_by("first_name", "last_name", "username")


def mark_first_error(form: forms.BaseForm) -> None:
    """The focus goes to the first field that is wrong."""
    for name in form.fields:
        if name in form.errors:
            form.fields[name].widget.attrs["autofocus"] = True
            return
