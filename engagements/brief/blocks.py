"""A brief as it is laid out: headings, lines and tables, the same for the page and for the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["", "strong", "quiet"]


@dataclass(frozen=True, slots=True)
class Span:
    """Some words. `said`: they are the register's, in whatever language, not the brief's own."""

    text: str
    href: str = ""
    weight: Weight = ""
    said: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. `quiet` lines are smaller; `quote`: the words of a source."""

    spans: tuple[Span, ...]
    style: Literal["", "quiet", "quote"] = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`share` of the width of the table, in hundredths."""

    label: str
    share: int


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` have a cell a column, each of some lines; the `main` column names what the row is about."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    main: int


@dataclass(frozen=True, slots=True)
class Section:
    """`level` 1 or 2. `lines` stand before the table, `after` behind it."""

    heading: str
    level: int
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    after: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a day, what it counts, and a note."""

    value: Span
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Layout:
    """`head` are names with what they say (period, made on, by); `running` and `footing` stand on every page."""

    title: str
    running: str
    footing: str
    head: tuple[tuple[str, str], ...]
    warning: str
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
