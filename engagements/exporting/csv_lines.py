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
# Where lists are parted by semicolons, as in Libya, Excel begins a cell of a file with commas behind each semicolon,
# and a row behind each line end. A dash alone is no formula: so begin the lines of a list.
_WITHIN = re.compile(r"(?<=[;\n])(?=[ \n]*(?:[=+@＝＋＠]|[-－][0-9A-Za-z(]))")


class _Line:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        return line


def safe(cell: Cell) -> str:
    """`cell` so that a spreadsheet shows it as text: what would begin a formula gets an apostrophe before it."""
    text = "" if cell is None else str(cell)
    if ";" in text or "\n" in text:
        text = _WITHIN.sub("'", text)
    if text[:1].isalnum():  # nearly all, and told at once
        return text
    return f"'{text}" if _FORMULA.match(text) else text


def csv_lines(table: Table[Row]) -> Iterator[str]:
    """BOM, headers, a line for each row. The headers leave before the first row is asked for.

    If the database fails on the way, the last line says so.
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
    # A date or a number is no formula.
    texts = [place for place, column in enumerate(columns) if column.kind is Kind.TEXT]
    lines = []
    for row in chunk:
        cells = [value(row) for value in values]
        for place in texts:
            cells[place] = safe(cells[place])
        lines.append(written(cells))
    return "".join(lines)
