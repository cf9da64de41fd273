"""One proposal becomes two: each value goes to one of them, or to both, with its words, its rule and its band."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ingest.proposals.values import items

if TYPE_CHECKING:
    from ingest.proposals.values import Json

DIVIDED = ("partner_countries", "participants", "organizations", "topics", "commitments")
"""What can be told apart. Everything else (kind, date, place, title …) is in both halves."""
_BESIDE = ("evidence", "rule", "band")


class Place(StrEnum):
    FIRST = "first"
    SECOND = "second"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Half:
    """A proposal, and for each list where a row of the whole is in it: `{list: {former number: number}}`."""

    proposal: dict[str, Any]
    numbers: Mapping[str, Mapping[int, int]]


def divide(proposal: Json, placed: Mapping[str, Mapping[int, Place]]) -> tuple[Half, Half]:
    """The two halves. `placed` says by list and number where a row goes; of which it says nothing goes first."""
    return _half(proposal, placed, Place.FIRST), _half(proposal, placed, Place.SECOND)


def _half(proposal: Json, placed: Mapping[str, Mapping[int, Place]], side: Place) -> Half:
    half, numbers = dict(proposal), {}
    for key in DIVIDED:
        rows = proposal.get(key) or ()
        places = placed.get(key, {})
        kept = [
            number for number in range(len(rows)) if places.get(number, Place.FIRST) in (side, Place.BOTH)
        ]
        half[key] = [rows[number] for number in kept]
        for name in (f"{key}_{what}" for what in _BESIDE):
            if beside := proposal.get(name):
                half[name] = [beside[number] for number in kept if number < len(beside)]
        numbers[key] = {number: place for place, number in enumerate(kept)}
    return Half(half, numbers)


def shared(half: Json, other: Json) -> set[str]:
    """The paths of the values that both halves have: the same words of the same value, the same row as a whole."""
    said = {(item.path, item.value, item.span) for item in items(other)}
    whole = {
        f"{key}.{number}."
        for key in ("participants", "commitments")
        for number, row in enumerate(half.get(key) or ())
        if row in (other.get(key) or ())
    }
    return {
        item.path
        for item in items(half)
        if (item.path, item.value, item.span) in said or item.path.startswith(tuple(whole))
    }
