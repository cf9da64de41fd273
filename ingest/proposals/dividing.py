"""Splits a proposal in two: each value goes to one half or to both, with its words, its rule and its band."""

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
    """One half: its proposal, and where rows of the whole are in it, as `{list: {former index: index}}`."""

    proposal: dict[str, Any]
    numbers: Mapping[str, Mapping[int, int]]


def divide(proposal: Json, placed: Mapping[str, Mapping[int, Place]]) -> tuple[Half, Half]:
    """The two halves. `placed` says by list and index to which half a row goes; rows that it does not name go to
    the first.
    """
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
    """The paths of values that both halves have: the same value from the same words, or the same row as a whole."""
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
