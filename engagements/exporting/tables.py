"""What every file of a list is made of: columns, and the rows chunk after chunk, so that none is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Row = TypeVar("Row")
Cell = str | int | date | None


class Kind(Enum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """`name` stays the same for ever, `label` is in the language of the file; `width` is in characters.

    `value` gives what the kind says, or None: a str for TEXT, an int for NUMBER, a date for DATE. `usual`: in the
    file of somebody who has chosen nothing.
    """

    name: str
    label: str
    value: Callable[[Row], Cell]
    kind: Kind = Kind.TEXT
    width: int = 14
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """`chunks` begins to read the rows anew at each call, in the order of the list."""

    title: str
    columns: Sequence[Column[Row]]
    chunks: Callable[[], Iterator[Sequence[Row]]]
    language: str

    @property
    def right_to_left(self) -> bool:
        return self.language == "ar"


def chosen(columns: Sequence[Column[Row]], names: Iterable[str]) -> tuple[Column[Row], ...]:
    """Those with these names, in the order of the names; one that is no more is left out. Without any: the usual."""
    known = {column.name: column for column in columns}
    found = tuple(known[name] for name in dict.fromkeys(names) if name in known)
    return found or tuple(column for column in columns if column.usual)
