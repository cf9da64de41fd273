"""The layout of a brief: headings, lines and tables, the same for the page and the Word document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["", "strong", "quiet"]


@dataclass(frozen=True, slots=True)
class Span:
    """Some text. `said`: it comes from the register, in whatever language, and not from the brief's own wording."""

    text: str
    href: str = ""
    weight: Weight = ""
    said: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `quiet` is smaller text, `quote` the words of a source."""

    spans: tuple[Span, ...]
    style: Literal["", "quiet", "quote"] = ""


@dataclass(frozen=True, slots=True)
class BriefColumn:
    """A column; `share` is its part of the table's width in percent."""

    label: str
    share: int


@dataclass(frozen=True, slots=True)
class BriefTable:
    """`rows` have one cell for each column, each cell some lines; column `main` (an index) names what the row is
    about.
    """

    columns: tuple[BriefColumn, ...]
    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    main: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of `level` 1 or 2 with its content: `lines` before the table, `after` behind it."""

    heading: str
    level: int
    lines: tuple[Paragraph, ...] = ()
    table: BriefTable | None = None
    after: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: a number or a day, what it counts, and a note."""

    value: Span
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole brief. `head` are pairs of label and value (period, made on, made by); `running` and `footing` stand
    on every page.
    """

    title: str
    running: str
    footing: str
    head: tuple[tuple[str, str], ...]
    warning: str
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
