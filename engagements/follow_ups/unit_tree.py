"""Puts the units of the ministry in the order of their tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engagements.models import Unit

INDENT = "\N{EM SPACE}"
"""Indentation of a unit in a select box: once for each unit above it."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit and the number of units above it."""

    unit: Unit
    depth: int


def unit_lines(units: Sequence[Unit]) -> list[UnitLine]:
    """The units, each after its parent; those with the same parent in the given order."""
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    lines: list[UnitLine] = []

    def walk(parent: int | None, depth: int) -> None:
        for unit in below.get(parent, []):
            lines.append(UnitLine(unit, depth))
            walk(unit.pk, depth + 1)

    walk(None, 0)
    return lines
