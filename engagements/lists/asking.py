"""Filter forms of lists: an invalid query is reported and gives no rows."""

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
    """Adds an error to the form if the query has an unknown parameter. The cursor of pages is always allowed."""
    unknown = sorted(set(query) - set(known) - {CURSOR})
    if unknown:
        form.add_error(None, _("There is no filter called “%(name)s”.") % {"name": listed(unknown)})


def complaints_of(form: forms.BaseForm) -> list[str]:
    """The errors of the form as sentences, each after the label of its field."""
    lines: list[str] = []
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        lines += [f"{label}: {error}" if label else str(error) for error in errors]
    return lines


class ListForm(forms.Form):
    """The filter form of a list that does not use a filter set. `complaints` are sentences; empty if the query is
    valid.
    """

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        refuse_unknown(self, query, self.fields)
        self.complaints = complaints_of(self)

    def asked(self, name: str) -> str:
        """The value of this field; empty if it was not given or is invalid."""
        return str(self.cleaned_data.get(name) or "")
