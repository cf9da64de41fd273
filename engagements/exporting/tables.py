"""What every export consists of: columns, and rows that come in chunks, so that none are kept in memory."""

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
    """The type of the cells of a column."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column. `name` never changes; `label` is in the language of the file; `width` is in characters.

    `value` makes the cell of a row: a str for TEXT, an int for NUMBER, a date for DATE, or None. `usual` columns are
    in the file if nothing was chosen.
    """

    name: str
    label: str
    value: Callable[[Row], Cell]
    kind: Kind = Kind.TEXT
    width: int = 14
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A table to export. Each call of `chunks` reads the rows from the beginning, in the order of the list."""

    title: str
    columns: Sequence[Column[Row]]
    chunks: Callable[[], Iterator[Sequence[Row]]]
    language: str

    @property
    def right_to_left(self) -> bool:
        return self.language == "ar"


def chosen(columns: Sequence[Column[Row]], names: Iterable[str]) -> tuple[Column[Row], ...]:
    """The columns with these names, in this order; unknown names are ignored. If there are none, the usual columns."""
    known = {column.name: column for column in columns}
    found = tuple(known[name] for name in dict.fromkeys(names) if name in known)
    return found or tuple(column for column in columns if column.usual)
