"""Differences between two states of one review form, in words: for example what one editor left and another one
typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engagements.wording import listed
from ingest.forms.places import CountryField
from ingest.forms.review import MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ingest.forms.places import Places
    from ingest.forms.review import Fields, ReviewForm

_APART = {"place", "link", "link_words", "remember"}
"""Where a row stands, and the record that its name means: nothing that anybody wrote."""
_ROWS = {
    "partner_countries": gettext_noop("Partner country"),
    "organizations": gettext_noop("Organisation"),
    "participants": gettext_noop("Participant"),
    "commitments": gettext_noop("Commitment"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: its label on the page and its words in each state, empty where it has none."""

    label: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that counts, with its words by field name."""

    values: dict[str, str]

    @property
    def whole(self) -> str:
        return listed(words for words in self.values.values() if words)


def differences(form: ReviewForm, one: Fields, other: Fields) -> list[Difference]:
    """The fields that differ, in the order of the page. `form` gives labels and choices. Moving a row is no
    difference.

    Both states are as a browser sends them, and need not be valid.
    """
    found = list(_scalars(form, one, other))
    for key, rows in form.sets.items():
        fields = rows.empty_form.fields
        known, typed = (_rows(key, fields, form.places, state) for state in (one, other))
        found += _listed(str(_(_ROWS[key])), fields, known, typed)
    return found


def as_text(found: list[Difference]) -> str:
    """The other state's words, one line for each field, to be copied."""
    removed = _("removed")
    return "\n".join(f"{each.label}: {each.other or removed}" for each in found)


def _scalars(form: ReviewForm, one: Fields, other: Fields) -> Iterator[Difference]:
    for name, field in form.main.fields.items():
        if not _apart(name, field):
            before, after = (_words(field, state.get(name, []), form.places) for state in (one, other))
            if before != after:
                yield Difference(str(field.label), before, after)


def _listed(
    caption: str, fields: Mapping[str, forms.Field], known: dict[str, _Row], typed: dict[str, _Row]
) -> Iterator[Difference]:
    for place, key in enumerate(sorted({**known, **typed}, key=_place), start=1):
        title = f"{caption} {place}"
        one, other = known.get(key), typed.get(key)
        if one is None or other is None:
            yield Difference(title, one.whole if one else "", other.whole if other else "")
            continue
        for name in fields:
            before, after = one.values.get(name, ""), other.values.get(name, "")
            if before != after:
                label = title if len(one.values) == 1 else f"{title} · {fields[name].label}"
                yield Difference(label, before, after)


def _rows(key: str, fields: Mapping[str, forms.Field], places: Places, state: Fields) -> dict[str, _Row]:
    """The rows that count: those of the proposal by its index, the editor's own by their order."""
    rows: dict[str, _Row] = {}
    own = 0
    for place in range(MAX_ROWS):
        prefix = f"{key}-{place}-"
        sent = {name: state.get(prefix + name, []) for name in fields}
        if not any(sent.values()) or any(sent[DELETION_FIELD_NAME]):
            continue
        values = {
            name: _words(field, sent[name], places)
            for name, field in fields.items()
            if not _apart(name, field)
        }
        if not any(
            words for name, words in values.items() if not isinstance(fields[name], forms.ChoiceField)
        ):
            continue
        number = last(sent["number"])
        own += not number
        rows.setdefault(number or f"+{own}", _Row(values))
    return rows


def _place(key: str) -> tuple[bool, int]:
    """Sorts the proposal's rows first, in their order, then the editor's own."""
    return key.startswith("+"), int(key) if key.lstrip("+").isdecimal() else 0


def _apart(name: str, field: forms.Field) -> bool:
    """Whether the field holds no words of the editor: hidden fields and checkboxes."""
    return name in _APART or field.widget.is_hidden or isinstance(field, forms.BooleanField)


def _words(field: forms.Field, values: list[str], places: Places) -> str:
    if isinstance(field, CountryField):
        text = last(values)
        return places.name(places.code(text)) or text
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        labels = {str(value): label for value, label in choices}
        return listed(sorted(str(labels.get(value, value)) for value in values if value))
    return last(values)


def last(values: list[str]) -> str:
    """The last of the values sent under one name, which is the one that counts, with line ends as the database
    has them.
    """
    return values[-1].replace("\r\n", "\n").strip() if values else ""
