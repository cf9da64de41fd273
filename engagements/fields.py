"""Form fields that several forms share, and setting the focus to the first error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arabic.folding import fold
from engagements.models import Country, User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input"}, format="%Y-%m-%d")


class AccountField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Choice of an account, shown by the person's name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.display_name)


class _ByName(forms.models.ModelChoiceIterator):  # type: ignore[type-arg]
    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        for country in sorted(self.queryset, key=lambda country: fold(country.name)):
            yield self.choice(country)


class CountryField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Choice of a country, sorted by name in the language of the page."""

    iterator = _ByName

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Country.objects.all(), **kwargs)


def assignable(present: int | None = None) -> QuerySet[User]:
    """Accounts to which a follow-up can be assigned: those that can sign in, and `present` even if it cannot any
    more.
    """
    rows = User.objects.filter(Q(is_active=True) | Q(pk=present))
    return rows.order_by("first_name", "last_name", "username")


class AssigneeField(AccountField):
    """To whom a follow-up or a step is assigned. Offers nobody until `offer` says who has it now."""

    def __init__(self) -> None:
        super().__init__(
            queryset=User.objects.none(),
            label=_("Assigned to"),
            required=False,
            empty_label=_("Nobody"),
            widget=forms.Select(attrs={"class": "select"}),
        )

    def offer(self, *, present: int | None) -> None:
        """Everybody to whom something can be assigned, and who has it already (`present`)."""
        self.queryset = assignable(present)


def mark_first_error(form: forms.BaseForm) -> None:
    """Gives the first invalid field the attribute `autofocus`."""
    for name in form.fields:
        if name in form.errors:
            form.fields[name].widget.attrs["autofocus"] = True
            return
