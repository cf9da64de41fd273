"""Carries what an editor typed along when a draft is split or joined: each row goes to the draft that gets it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ingest.forms.review import SETS
from ingest.proposals.dividing import Place

if TYPE_CHECKING:
    from ingest.forms.review import Fields
    from ingest.proposals.dividing import Half
    from ingest.proposals.uniting import United

_ROW = re.compile(rf"({'|'.join(SETS)})-(\d+)-(.+)")
_COUNTS = re.compile(rf"({'|'.join(SETS)})-[A-Z_]+")
_NUMBER = "number"
# Names of looked-at values are not carried along: they refer to places in the old proposal.
_LEFT_OUT = frozenset({"looked"})

Row = dict[str, list[str]]
Placed = Mapping[str, Mapping[int, Place]]


def rows_of(fields: Fields) -> dict[str, dict[int, Row]]:
    """The rows of a form as it was sent: `{list: {place in the form: {field: values}}}`, without blank ones."""
    rows: dict[str, dict[int, Row]] = {key: {} for key in SETS}
    for name, values in fields.items():
        if found := _ROW.fullmatch(name):
            key, place, field = found.groups()
            rows[key].setdefault(int(place), {})[field] = values
    return {
        key: {place: row for place, row in sorted(own.items()) if _says(key, row)}
        for key, own in rows.items()
    }


def number_of(row: Row) -> int | None:
    """The index of the proposal's row that this row shows; None for one of the editor's own."""
    written = (row.get(_NUMBER) or [""])[-1]
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 5 else None


def divided(
    fields: Fields, halves: tuple[Half, Half], placed: Placed, topics: Mapping[str, Place]
) -> tuple[Fields, Fields]:
    """The forms of the two halves. `placed` says by list and place to which half a row goes, `topics` by code."""
    first, second = (
        _part(fields, half, side, placed, topics)
        for side, half in zip((Place.FIRST, Place.SECOND), halves, strict=True)
    )
    return first, second


def united(one: Fields, other: Fields, made: United, theirs: Mapping[str, bool]) -> Fields:
    """The form of the joined draft. `theirs` says by field whether the second one's value holds. Of rows that
    both have, the first one's is kept.
    """
    main = {
        name: values
        for name, values in one.items()
        if not _ROW.fullmatch(name) and not _COUNTS.fullmatch(name) and name not in _LEFT_OUT
    }
    for name, taken in theirs.items():
        if taken:
            main.pop(name, None)
            if name in other:
                main[name] = other[name]
    main["topics"] = list(dict.fromkeys([*one.get("topics", []), *other.get("topics", [])]))
    own, added = rows_of(one), rows_of(other)
    for key in SETS:
        rows = list(own[key].values())
        for row in added[key].values():
            number = number_of(row)
            place = made.numbers[key].get(number) if number is not None else None
            if place is None or place not in made.shared[key]:
                rows.append(_numbered(row, place))
        main |= _written(key, rows)
    return main


def _part(fields: Fields, half: Half, side: Place, placed: Placed, topics: Mapping[str, Place]) -> Fields:
    here = (side, Place.BOTH)
    part = {
        name: values
        for name, values in fields.items()
        if not _ROW.fullmatch(name) and not _COUNTS.fullmatch(name) and name not in _LEFT_OUT
    }
    part["topics"] = [code for code in fields.get("topics", []) if topics.get(code, Place.FIRST) in here]
    for key, rows in rows_of(fields).items():
        kept = [
            _numbered(row, half.numbers[key].get(number) if (number := number_of(row)) is not None else None)
            for place, row in rows.items()
            if placed[key].get(place, Place.FIRST) in here
        ]
        part |= _written(key, kept)
    return part


def _numbered(row: Row, number: int | None) -> Row:
    return row | {_NUMBER: ["" if number is None else str(number)]}


def _written(key: str, rows: list[Row]) -> Fields:
    """The rows under the names that a browser gives them, and a blank one at the end."""
    shown = sum(number_of(row) is not None for row in rows)
    fields: Fields = {
        f"{key}-TOTAL_FORMS": [str(len(rows) + 1)],
        f"{key}-INITIAL_FORMS": [str(shown)],
        f"{key}-MIN_NUM_FORMS": ["0"],
        f"{key}-MAX_NUM_FORMS": ["200"],
    }
    for place, row in enumerate(rows):
        fields |= {f"{key}-{place}-{name}": values for name, values in row.items()}
    return fields


def _says(key: str, row: Row) -> bool:
    """Whether the row shows one of the proposal, or something that the editor wrote."""
    essential = SETS[key].form.essential
    return number_of(row) is not None or any(any(row.get(name, [])) for name in essential)
