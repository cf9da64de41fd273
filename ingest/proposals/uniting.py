"""Joins two proposals: what both have is there once, what only one has is added, with its words and its rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from arabic.folding import fold
from arabic.names import name_key
from ingest.proposals.dividing import DIVIDED
from ingest.proposals.values import COMMITMENT_SCALARS, LISTS, PARTICIPANT_SCALARS

if TYPE_CHECKING:
    from ingest.proposals.values import Json

CHOSEN: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "summary": ("summary",),
    "kind": ("kind",),
    "status": ("status",),
    "date": ("date", "date_precision", "date_end"),
    "city": ("city",),
    "country": ("country",),
}
"""What there is once, so that one of the two holds: by name, what goes along with it."""
_BESIDE = ("evidence", "rule", "band")


@dataclass(frozen=True, slots=True)
class United:
    """The joined proposal, and where rows of the second one are in it, as `{list: {former index: index}}`.

    Rows of the first one keep their places. `shared` are the indexes of rows that both had.
    """

    proposal: dict[str, Any]
    numbers: Mapping[str, Mapping[int, int]]
    shared: Mapping[str, frozenset[int]]


def unite(one: Json, other: Json, theirs: Collection[str] = ()) -> United:
    """Joins the two. `theirs` are the names in CHOSEN for which the second one's value holds."""
    made: dict[str, Any] = dict(one)
    for name, keys in CHOSEN.items():
        if name in theirs:
            made |= {own: other.get(own) for key in keys for own in (key, *_beside(key)) if own in other}
    made["primary"] = bool(one.get("primary")) or bool(other.get("primary"))
    made["flags"] = list(dict.fromkeys([*(one.get("flags") or ()), *(other.get("flags") or ())]))
    numbers: dict[str, dict[int, int]] = {}
    for key in DIVIDED:
        if key in LISTS:
            numbers[key] = _append(made, one, other, key)
        else:
            numbers[key] = _unite_rows(made, one, other, key)
    lengths = {key: len(one.get(key) or ()) for key in DIVIDED}
    shared = {
        key: frozenset(place for place in places.values() if place < lengths[key])
        for key, places in numbers.items()
    }
    return United(made, numbers, shared)


def _append(made: dict[str, Any], one: Json, other: Json, key: str) -> dict[int, int]:
    """Adds the values that the first one does not have behind its own."""
    values = list(one.get(key) or ())
    beside = {name: list(one.get(name) or [None] * len(values)) for name in _beside(key)}
    places = {}
    for number, value in enumerate(other.get(key) or ()):
        if value not in values:
            values.append(value)
            for name, rows in beside.items():
                said = other.get(name) or ()
                rows.append(said[number] if number < len(said) else _NOTHING[name.rpartition("_")[2]])
        places[number] = values.index(value)
    made[key] = values
    made |= beside
    return places


def _unite_rows(made: dict[str, Any], one: Json, other: Json, key: str) -> dict[int, int]:
    """Joins participants or commitments. A row that both have gets from the second one what the first lacks."""
    same, scalars = _SORTS[key]
    rows = [dict(row) for row in one.get(key) or ()]
    places = {}
    for number, row in enumerate(other.get(key) or ()):
        place = next((at for at, known in enumerate(rows) if same(known, row)), None)
        if place is None:
            rows.append(dict(row))
            place = len(rows) - 1
        else:
            _complete(rows[place], row, scalars)
        places[number] = place
    made[key] = rows
    return places


def _complete(known: dict[str, Any], row: Json, scalars: Sequence[str]) -> None:
    for name in scalars:
        if not known.get(name) and row.get(name):
            known |= {key: row.get(key) for key in (name, *_beside(name)) if key in row}


def _same_person(one: Json, other: Json) -> bool:
    names = [name_key(row.get("name") or "") for row in (one, other)]
    if any(names):
        return names[0] == names[1]
    return _same("role", one, other) and _same("organization", one, other)


def _same_promise(one: Json, other: Json) -> bool:
    return _same("text", one, other)


def _same(name: str, one: Json, other: Json) -> bool:
    return fold(one.get(name) or "") == fold(other.get(name) or "")


def _beside(key: str) -> list[str]:
    return [f"{key}_{what}" for what in _BESIDE]


_NOTHING = {"evidence": None, "rule": "", "band": "check"}
_SORTS: dict[str, tuple[Callable[[Json, Json], bool], tuple[str, ...]]] = {
    "participants": (_same_person, PARTICIPANT_SCALARS),
    "commitments": (_same_promise, (*COMMITMENT_SCALARS, "owners")),
}
