"""A list's question as its address puts it: what is not understood is told and shows no rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.lists.querystring import CURSOR
from engagements.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

LONGEST = 200


def refuse_unknown(form: forms.BaseForm, query: QueryDict, known: Iterable[str]) -> None:
    """Makes the form invalid if the address has a parameter that is neither known nor says where a page begins."""
    unknown = sorted(set(query) - set(known) - {CURSOR})
    if unknown:
        form.add_error(None, _("There is no filter called “%(name)s”.") % {"name": listed(unknown)})


def complaints_of(form: forms.BaseForm) -> list[str]:
    """What is wrong with what was asked, in words, a field's name before its errors."""
    lines: list[str] = []
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        lines += [f"{label}: {error}" if label else str(error) for error in errors]
    return lines


class ListForm(forms.Form):
    """Of a list that is not filtered by columns. `complaints` are in words; empty if all was understood."""

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        refuse_unknown(self, query, self.fields)
        self.complaints = complaints_of(self)

    def asked(self, name: str) -> str:
        """What was asked for by this name; empty if nothing was, or nothing that can be understood."""
        return str(self.cleaned_data.get(name) or "")
