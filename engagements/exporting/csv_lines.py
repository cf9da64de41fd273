"""A list as CSV for Excel, line by line."""

from __future__ import annotations

import csv
import logging
import re
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _

from engagements.exporting.pacing import Pace
from engagements.exporting.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engagements.exporting.tables import Cell, Column, Row, Table

log = logging.getLogger(__name__)

BOM = "\ufeff"
_FORMULA = re.compile(r"[ \n]*[=+\-@\t\r＝＋－＠]")
# In regions like Libya's, where Excel separates cells by semicolons, it starts a new cell after each semicolon of a
# file with commas, and a new row after each line break. A dash alone is no formula: lists begin with it.
_WITHIN = re.compile(r"(?<=[;\n])(?=[ \n]*(?:[=+@＝＋＠]|[-－][0-9A-Za-z(]))")


class _Line:
    """A file for csv.writer whose `write` returns the line instead of storing it."""

    def write(self, line: str) -> str:
        return line


def safe(cell: Cell) -> str:
    """The cell as text that a spreadsheet never takes for a formula: an apostrophe is put before the beginning of
    one.
    """
    text = "" if cell is None else str(cell)
    if ";" in text or "\n" in text:
        text = _WITHIN.sub("'", text)
    if text[:1].isalnum():  # nearly all, and told at once
        return text
    return f"'{text}" if _FORMULA.match(text) else text


def csv_lines(table: Table[Row]) -> Iterator[str]:
    """The lines of the file: a BOM and the headers, then a line for each row. The headers are sent before the first
    row is read.

    If the database fails while rows are read, the last line says that the file is incomplete.
    """
    writer, pace = csv.writer(_Line()), Pace()
    yield BOM + writer.writerow([safe(column.label) for column in table.columns])
    try:
        for chunk in table.chunks():
            with translation.override(table.language):
                lines = [_lines(rows, table.columns, writer.writerow) for rows in pace.pieces(chunk)]
            yield "".join(lines)
    except DatabaseError:
        log.exception("an export broke off")
        with translation.override(table.language):
            yield writer.writerow([_("THIS FILE IS INCOMPLETE: the export broke off here. Export again.")])


def _lines(chunk: Sequence[Row], columns: Sequence[Column[Row]], written: Callable[[list[Cell]], str]) -> str:
    values = [column.value for column in columns]
    # Dates and numbers cannot be formulas.
    texts = [place for place, column in enumerate(columns) if column.kind is Kind.TEXT]
    lines = []
    for row in chunk:
        cells = [value(row) for value in values]
        for place in texts:
            cells[place] = safe(cells[place])
        lines.append(written(cells))
    return "".join(lines)
