"""A list as an Excel workbook, written row by row into a temporary file."""

from __future__ import annotations

import re
import tempfile
from datetime import date
from itertools import chain
from typing import IO, TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from engagements.exporting.pacing import Pace
from engagements.exporting.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.worksheet import Worksheet

    from engagements.exporting.tables import Cell, Column, Row, Table

ROWS = 1_048_575
"""A sheet holds so many below its headers; further ones are on a further sheet."""
LONGEST = 32_767
"""The most UTF-16 units in a cell."""
_FIRST_DAY = date(1900, 3, 1)
"""From this day on Excel's day numbers are right: it believes that there was a 29 February 1900."""
_COUNTED_FROM = date(1899, 12, 30).toordinal()
# Characters that XML 1.0 cannot hold, and the carriage return, which Excel shows as «_x000D_».
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_NAME_LENGTH = 28
_FITS_A4 = 160
"""The total width of columns, in characters, that is still legible on an A4 sheet in landscape."""


def workbook_file(table: Table[Row]) -> IO[bytes]:
    """A temporary file with the workbook, positioned at its beginning; it is deleted when it is closed.

    Dates and numbers are cells of that type; text never becomes a formula or a link. Raises whatever reading the
    rows raises.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        # The library's own temporary files are deleted with this folder, whatever happens.
        with tempfile.TemporaryDirectory() as folder:
            options = {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            }
            book = Workbook(file, options)
            book.set_properties({"title": table.title})
            _Sheets(book, table).fill()
            book.close()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


class _Sheets:
    """The sheets of one table in a workbook, as many as its rows need."""

    def __init__(self, book: Workbook, table: Table[Row]) -> None:
        self._book, self._table = book, table
        self._head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EAEEEE", "valign": "vcenter"})
        self._date = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "center"})
        self._number = book.add_format({"num_format": "0", "valign": "top"})
        # 0 means by content: an Arabic text among English ones begins on the right.
        self._text = book.add_format({"valign": "top", "text_wrap": True, "reading_order": 0})
        with translation.override(table.language):
            self._cut = " " + _("[cut: a cell of Excel holds no more]")

    def fill(self) -> None:
        sheet, row, number, pace = self._begun(1), 0, 1, Pace()
        ways = [(column.value, self._way(column)) for column in self._table.columns]
        for chunk in self._table.chunks():
            with translation.override(self._table.language):
                for one in chain.from_iterable(pace.pieces(chunk)):
                    if row == ROWS:
                        self._end(sheet, row)
                        number += 1
                        sheet, row = self._begun(number), 0
                    row += 1
                    for place, (value, write) in enumerate(ways):
                        cell = value(one)
                        if cell is not None and cell != "":
                            write(sheet, row, place, cell)
        self._end(sheet, row)

    def _begun(self, number: int) -> Worksheet:
        name = self._table.title.translate(_SHEET_NAME).strip()[:_NAME_LENGTH]
        sheet = self._book.add_worksheet(name if number == 1 else f"{name} {number}")
        if self._table.right_to_left:
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        wide = sum(column.width for column in self._table.columns) > _FITS_A4
        sheet.set_paper(8 if wide else 9)  # A3, A4
        sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.6)
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(0)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for place, column in enumerate(self._table.columns):
            sheet.set_column(place, place, column.width)
        for place, column in enumerate(self._table.columns):
            sheet.write_string(0, place, column.label, self._head)
        return sheet

    def _end(self, sheet: Worksheet, row: int) -> None:
        sheet.autofilter(0, 0, row, len(self._table.columns) - 1)

    def _way(self, column: Column[Row]) -> Callable[[Worksheet, int, int, Cell], None]:
        return {Kind.TEXT: self._write_text, Kind.NUMBER: self._write_number, Kind.DATE: self._write_date}[
            column.kind
        ]

    def _write_text(self, sheet: Worksheet, row: int, place: int, cell: Cell) -> None:
        sheet.write_string(row, place, fitting(str(cell), self._cut), self._text)

    def _write_number(self, sheet: Worksheet, row: int, place: int, cell: Cell) -> None:
        sheet.write_number(row, place, cell, self._number)

    def _write_date(self, sheet: Worksheet, row: int, place: int, cell: Cell) -> None:
        if isinstance(cell, date) and cell >= _FIRST_DAY:
            sheet.write_number(row, place, cell.toordinal() - _COUNTED_FROM, self._date)
        else:  # Excel knows no such day
            sheet.write_string(row, place, str(cell), self._date)


def fitting(text: str, note: str) -> str:
    """The text without characters that a workbook cannot hold; if it is too long for a cell, its beginning and
    `note`.
    """
    text = _NO_XML.sub("", text)
    if len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) // 2 <= LONGEST:
        return text
    room = (LONGEST - len(note)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + note
