"""The columns that an account chose for the files of a list, remembered for the next export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagements.models import ColumnChoice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engagements.exporting.tables import Column, Row
    from engagements.models import User

FOLLOW_UPS = "follow-ups"


def columns_of(user: User, name: str) -> tuple[str, ...]:
    """The names of the chosen columns in order; empty if nothing was chosen yet."""
    choice = ColumnChoice.objects.filter(user=user, name=name).first()
    return tuple(choice.columns) if choice else ()


def remember(user: User, name: str, columns: Sequence[str]) -> None:
    ColumnChoice.objects.update_or_create(user=user, name=name, defaults={"columns": list(columns)})


def in_order(columns: Sequence[Column[Row]], picked: Iterable[str], places: Mapping[str, int]) -> list[str]:
    """The picked names, ordered by `places`; those with the same place, or without one, are in the order of
    `columns`.
    """
    wanted = set(picked)
    known = [column.name for column in columns if column.name in wanted]
    return sorted(known, key=lambda name: places.get(name, len(columns)))
