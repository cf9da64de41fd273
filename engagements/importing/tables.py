"""What an uploaded table is read into, and how much of one is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BYTES = 5 * 1024 * 1024
"""Of a file."""
ROWS = 5000
"""Below the headings."""
COLUMNS = 60
CELL = 5000
"""Characters."""


class Unreadable(Exception):
    """The file is no table that could be read; its message is for people."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings, the rows below them as text, a cell for each heading, and the numbers of those rows in the file."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def sheet_of(lines: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    """The first line that says anything has the headings. Raises Unreadable for a table that is too large or empty."""
    headers: list[str] = []
    rows: list[list[str]] = []
    numbers: list[int] = []
    for number, line in lines:
        cells = _trimmed(line)
        if not cells:
            continue
        _check(number, cells)
        if not headers:
            headers = cells
            continue
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


def _trimmed(line: Sequence[str]) -> list[str]:
    """The cells without blanks around them, up to the last that says anything."""
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
