"""Choices for joining two drafts: which of the two is right about values that there can be only once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from ingest.proposals.uniting import CHOSEN

if TYPE_CHECKING:
    from ingest.forms.review import Fields, ReviewForm

PREFIX = "one"
FIRST, SECOND = "first", "second"
_ALONG = {"date": ("date", "date_precision", "date_end", "date_hijri", "date_end_hijri")}


class JoinForm(forms.Form):
    """A choice for each value in `uniting.CHOSEN` in which the two differ. If one has no value, the other's holds."""

    def __init__(self, one: ReviewForm, other: ReviewForm, data: Any = None) -> None:
        super().__init__(data, prefix=PREFIX)
        self.theirs: set[str] = set()
        for name in CHOSEN:
            mine, its = _said(one, name), _said(other, name)
            if mine == its or not its:
                continue
            if not mine:
                self.theirs.add(name)
                continue
            self.fields[name] = forms.ChoiceField(
                label=one.main.fields[name].label,
                choices=[(FIRST, mine), (SECOND, its)],
                initial=FIRST,
                widget=forms.RadioSelect(),
            )

    def chosen(self) -> set[str]:
        """Names in `uniting.CHOSEN` for which the second draft's value holds. Only after `is_valid()`."""
        return self.theirs | {name for name, side in self.cleaned_data.items() if side == SECOND}


def fields_taken(theirs: set[str], one: Fields, other: Fields) -> dict[str, bool]:
    """For each field of the review form whether the second draft's value holds. The result is restricted if
    either is.
    """
    taken = {field: name in theirs for name in CHOSEN for field in _ALONG.get(name, (name,))}
    restricted = other.get("confidentiality") == ["restricted"] != one.get("confidentiality")
    return taken | {"confidentiality": restricted}


def _said(form: ReviewForm, name: str) -> str:
    """The form's value in words for the page; empty if there is none."""
    bound = form.main[name]
    value = str(bound.value() or "").strip()
    if isinstance(bound.field, forms.ChoiceField):
        return str(dict(bound.field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(bound.field, forms.DateField) and (day := _day(value)):
        precision = str(form.main["date_precision"].value() or "")
        return date_format(day, {"month": "F Y", "year": "Y"}.get(precision, "l j F Y"))
    return value


def _day(value: str) -> Any:
    try:
        return parse_date(value)
    except ValueError:
        return None
