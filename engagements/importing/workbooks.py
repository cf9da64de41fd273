"""Reads uploaded Excel workbooks row by row, within limits; formulas by their stored results."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from engagements.importing.tables import COLUMNS, Sheet, Unreadable, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

UNPACKED = 32 * 1024 * 1024
"""The most bytes of all parts of a workbook when unpacked."""
PARTS = 200
FURTHEST = 50_000
"""The last row that is read."""
CELLS = 20_000_000
"""The most cells of a sheet, including empty ones: a cell far to the right makes the library fill the row up to it."""
MERGED = 10_000
"""The most merged cells of a sheet. Twenty kilobytes can declare three hundred thousand, and the library makes an
object of each.
"""
TAGS = 1_500_000
"""The most tags of the sheets, and of the shared strings: as many as a full table of ROWS by COLUMNS has."""
OTHER_TAGS = 200_000
"""The most tags of any other part, such as the formats. Thirty kilobytes can hold a million, and the library makes
objects of each.
"""
_TABLES = ("xl/worksheets/", "xl/sharedStrings")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\s")
_VISIBLE = "visible"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_BROKEN = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, ValueError, TypeError),
    *(AttributeError, IndexError, OSError, EOFError, RuntimeError, AssertionError, ArithmeticError),
)
"""What the library raises for workbooks that are damaged, encrypted or malicious."""


def read_workbook(content: bytes) -> Sheet:
    """The first visible sheet that has rows. Raises Unreadable."""
    _look_inside(content)
    try:
        return sheet_of(_lines(content))
    except _BROKEN as error:
        raise _damaged() from error


def _look_inside(content: bytes) -> None:
    """Checks before anything is parsed: the unpacked size, the number of tags, and that no part declares entities.
    Raises Unreadable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            whole = parts.infolist()
            if len(whole) > PARTS or sum(part.file_size for part in whole) > UNPACKED:
                raise _too_large()
            for part in whole:
                if part.filename.endswith((".xml", ".rels")):
                    _look_at(part.filename, parts.read(part))
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError) as error:
        raise _damaged() from error


def _look_at(name: str, xml: bytes) -> None:
    if xml[:2] in _WIDE or b"<!DOCTYPE" in xml.upper():
        raise _damaged()
    if len(_SHEET.findall(xml)) > PARTS:
        raise _too_large()
    most = TAGS if name.startswith(_TABLES) else OTHER_TAGS
    if xml.count(b"<") > most:
        raise _too_large()


def _damaged() -> Unreadable:
    return Unreadable(_("The workbook is damaged or is none. Save it anew, or as CSV."))


def _too_large() -> Unreadable:
    return Unreadable(_("The workbook is too large when it is unpacked. Import it in parts."))


def _lines(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of the first visible sheet that has any. A formula without a stored result is given as written."""
    options = {"read_only": True, "keep_links": False}
    values = load_workbook(io.BytesIO(content), data_only=True, **options)
    written = load_workbook(io.BytesIO(content), data_only=False, **options)
    for sheet, twin in zip(values.worksheets, written.worksheets, strict=True):
        if sheet.sheet_state != _VISIBLE:
            continue
        # The size that a sheet declares may be wrong.
        sheet.reset_dimensions()
        twin.reset_dimensions()
        looked, found, spread = 0, False, _spread(content, sheet._worksheet_path)
        pairs = zip_longest(sheet.iter_rows(values_only=True), twin.iter_rows(values_only=True), fillvalue=())
        for number, (row, formulas) in enumerate(pairs, 1):
            if number > FURTHEST:
                raise Unreadable(
                    _("The sheet goes on beyond row %(n)s. Delete what is far below.") % {"n": FURTHEST}
                )
            looked += len(row)
            if looked > CELLS:
                raise _too_large()
            cells = [
                _text(formula if value is None else value)
                for value, formula in zip_longest(row[: COLUMNS + 1], formulas[: COLUMNS + 1])
            ]
            if len(row) > COLUMNS + 1 and any(row[COLUMNS + 1 :]):
                # Said, rather than left out: `sheet_of` refuses a row that is too wide.
                cells[COLUMNS] = cells[COLUMNS] or "…"
            if any(cells):
                spread.over(number, cells)
            found = found or any(cells)
            yield number, cells
        if found:
            return


class _Spread:
    """Spreads cells that are merged over several rows: the value of the first holds for all of them that are not
    empty.

    `merged` are (first row, last row, index of the column); rows are counted from 1.
    """

    def __init__(self, merged: Iterable[tuple[int, int, int]]) -> None:
        self._begins: dict[int, list[tuple[int, int]]] = {}
        for first, last, place in merged:
            self._begins.setdefault(first, []).append((last, place))
        self._on: dict[int, tuple[int, str]] = {}

    def over(self, number: int, cells: list[str]) -> None:
        """Fills the cells of this row; to be called for the rows in order."""
        for place, (last, said) in self._on.items():
            if number <= last:
                cells += [""] * (place + 1 - len(cells))
                cells[place] = cells[place] or said
        for last, place in self._begins.get(number, ()):
            if place < len(cells):
                self._on[place] = (last, cells[place])


def _spread(content: bytes, path: str) -> _Spread:
    """The merged cells of the sheet in this part. In read-only mode the library does not give them. Raises
    Unreadable.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read(path)
    if sheet.count(b"mergeCell") > MERGED:
        raise _too_large()
    ranges = [range_boundaries(one.decode()) for one in _MERGED.findall(sheet)]
    return _Spread((top, bottom, left - 1) for left, top, _right, bottom in ranges if bottom > top)


def _text(value: Any) -> str:
    """A cell as text: dates as ISO, whole numbers without a decimal point."""
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
