"""The form into which an uploaded table is read, and the limits for that."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from engagements.importing.cells import guessed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BYTES = 5 * 1024 * 1024
"""The most bytes of a file."""
ROWS = 5000
"""The most rows below the headings."""
COLUMNS = 60
CELL = 5000
"""The most characters of a cell."""
HEADINGS_WITHIN = 10
"""The headings are looked for within this many non-empty lines."""


class Unreadable(Exception):
    """The file cannot be read as a table; the message is for people."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the headings, the rows below them as text (with a cell for each heading), and the numbers of these
    rows in the file.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def sheet_of(lines: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    """The table in these (number, cells) lines. Lines above the headings, such as a title, are left out. Raises
    Unreadable for a table that is too large or empty.
    """
    said = _saying(lines)
    first = list(islice(said, HEADINGS_WITHIN))
    place = _headings([cells for _number, cells in first])
    headers = list(first[place][1]) if first else []
    rows: list[list[str]] = []
    numbers: list[int] = []
    for number, cells in chain(first[place + 1 :], said):
        if len(rows) == ROWS:
            raise Unreadable(_("The table has more than %(n)s rows. Import it in parts.") % {"n": ROWS})
        headers += [""] * (len(cells) - len(headers))
        rows.append(cells)
        numbers.append(number)
    if not rows:
        raise Unreadable(_("The file has no rows below its headings."))
    return Sheet(
        tuple(headers),
        tuple(tuple(row + [""] * (len(headers) - len(row))) for row in rows),
        tuple(numbers),
    )


def _saying(lines: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The non-empty lines, trimmed. Raises Unreadable."""
    for number, line in lines:
        if cells := _trimmed(line):
            _check(number, cells)
            yield number, cells


def _headings(lines: Sequence[Sequence[str]]) -> int:
    """The index of the line with the headings: the first line, unless it has no two known names and a later one
    does.
    """
    return next((place for place, cells in enumerate(lines) if len(guessed(cells)) > 1), 0)


def _trimmed(line: Sequence[str]) -> list[str]:
    """The cells stripped, without empty ones at the end."""
    cells = [cell.strip() for cell in line]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _check(number: int, cells: Sequence[str]) -> None:
    if len(cells) > COLUMNS:
        raise Unreadable(_("Row %(row)s has more than %(n)s columns.") % {"row": number, "n": COLUMNS})
    if any(len(cell) > CELL for cell in cells):
        raise Unreadable(
            _("A cell of row %(row)s has more than %(n)s characters.") % {"row": number, "n": CELL}
        )
    if any("\0" in cell for cell in cells):
        raise Unreadable(_("The file is not a table of text."))
