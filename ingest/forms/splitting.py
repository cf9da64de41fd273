"""Choices for splitting a draft: which value goes to which half."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.models import Topic
from ingest.forms.recutting import number_of, rows_of
from ingest.proposals.dividing import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BoundField

    from ingest.forms.places import Places
    from ingest.forms.recutting import Row
    from ingest.forms.review import Fields
    from ingest.proposals.values import Json

PREFIX = "cut"
_PLACES = [
    (Place.FIRST.value, gettext_lazy("The first")),
    (Place.SECOND.value, gettext_lazy("The second")),
    (Place.BOTH.value, gettext_lazy("Both")),
]
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Value:
    """A row of the form, or a topic. `at` is its place in the form, or the topic's code."""

    key: str
    at: str
    title: str
    note: str
    proposed: Place


class SplitForm(forms.Form):
    """A choice for each row of the review form as the editor left it."""

    def __init__(self, fields: Fields, proposal: Json, places: Places, data: Any = None) -> None:
        super().__init__(data, prefix=PREFIX)
        self.proposal = proposal
        self.shown = fields
        self.values = list(_values(fields, proposal, places))
        for value in self.values:
            self.fields[f"{value.key}-{value.at}"] = forms.ChoiceField(
                label=value.title, choices=_PLACES, initial=value.proposed, widget=forms.RadioSelect()
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = set(data.values())
        if not self.errors and Place.SECOND not in chosen:
            self.add_error(None, _("Choose at least one value that goes to the second draft alone."))
        elif not self.errors and chosen == {Place.SECOND}:
            self.add_error(None, _("Leave at least one value in the first draft."))
        return data

    def groups(self) -> list[tuple[str, list[tuple[Value, BoundField]]]]:
        """The choices by list, for the page."""
        titles = {
            "participants": _("Participants"),
            "partner_countries": _("Partner countries"),
            "organizations": _("Organisations"),
            "topics": _("Topics"),
            "commitments": _("Commitments"),
        }
        found = [
            (title, [(one, self[f"{one.key}-{one.at}"]) for one in self.values if one.key == key])
            for key, title in titles.items()
        ]
        return [(title, rows) for title, rows in found if rows]

    def placed(self) -> dict[str, dict[int, Place]]:
        """The half of each row, by list and place in the form. Only after `is_valid()`."""
        placed: dict[str, dict[int, Place]] = {key: {} for key in rows_of({})}
        for value in self.values:
            if value.key != "topics":
                placed[value.key][int(value.at)] = self._chosen(value)
        return placed

    def topics(self) -> dict[str, Place]:
        """The half of each topic, by code."""
        return {value.at: self._chosen(value) for value in self.values if value.key == "topics"}

    def numbers(self) -> dict[str, dict[int, Place]]:
        """The half of each row, by list and number in the proposal, as `dividing.divide` takes it."""
        placed, rows = self.placed(), rows_of(self.shown)
        numbers = {
            key: {
                number: placed[key][at]
                for at, row in own.items()
                if (number := number_of(row)) is not None and at in placed[key]
            }
            for key, own in rows.items()
        }
        chosen = self.topics()
        listed = self.proposal.get("topics") or ()
        numbers["topics"] = {at: chosen[code] for at, code in enumerate(listed) if code in chosen}
        return numbers

    def _chosen(self, value: Value) -> Place:
        return Place(self.cleaned_data[f"{value.key}-{value.at}"])


def _values(fields: Fields, proposal: Json, places: Places) -> Iterator[Value]:
    rows = rows_of(fields)
    home = places.code(settings.HOME_COUNTRY)
    for at, row in _kept(rows["participants"]):
        title, note = _first(row, "name", "role")
        own = _last(row, "side") == "home" or places.code(_last(row, "country")) == home
        yield Value("participants", str(at), title, note, Place.BOTH if own else Place.FIRST)
    countries = list(_kept(rows["partner_countries"]))
    for at, row in countries:
        proposed = Place.BOTH if len(countries) == 1 else Place.FIRST
        yield Value("partner_countries", str(at), _last(row, "code"), "", proposed)
    for at, row in _kept(rows["organizations"]):
        yield Value("organizations", str(at), _last(row, "name"), "", Place.FIRST)
    names = {topic.code: topic.name for topic in Topic.objects.all()}
    for code in fields.get("topics", []):
        yield Value("topics", code, names.get(code, code), "", Place.FIRST)
    for at, row in _kept(rows["commitments"]):
        text = Truncator(_last(row, "text")).chars(_LONGEST)
        yield Value("commitments", str(at), text, _last(row, "owner"), Place.FIRST)


def _kept(rows: dict[int, Row]) -> Iterator[tuple[int, Row]]:
    """The rows that count. Those ticked for removal stay in the first half, still ticked."""
    return ((at, row) for at, row in rows.items() if not row.get("DELETE"))


def _first(row: Row, *names: str) -> tuple[str, str]:
    said = [value for name in names if (value := _last(row, name))]
    return (said[0], said[1] if len(said) > 1 else "") if said else ("—", "")


def _last(row: Row, name: str) -> str:
    return (row.get(name) or [""])[-1]
