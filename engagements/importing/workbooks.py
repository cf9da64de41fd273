"""Excel workbooks that strangers made: read row by row, within limits, formulas by what they last came to."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from engagements.importing.tables import COLUMNS, Sheet, Unreadable, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

UNPACKED = 32 * 1024 * 1024
"""Bytes that all parts of a workbook may have."""
PARTS = 200
FURTHEST = 50_000
"""The last row that is looked at."""
_HEAD = 4096
_VISIBLE = "visible"
_BROKEN = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, ValueError, TypeError),
    *(AttributeError, IndexError, OSError, EOFError, RuntimeError, AssertionError, ArithmeticError),
)
"""What the library raises at workbooks that are damaged, encrypted or made to harm."""


def read_workbook(content: bytes) -> Sheet:
    """Its first visible sheet with rows. Raises Unreadable."""
    _look_inside(content)
    try:
        return sheet_of(_lines(content))
    except _BROKEN as error:
        raise Unreadable(_("The workbook is damaged or is none. Save it anew, or as CSV.")) from error


def _look_inside(content: bytes) -> None:
    """Before anything is unpacked: how much that would be, and that no part declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            whole = parts.infolist()
            if len(whole) > PARTS or sum(part.file_size for part in whole) > UNPACKED:
                raise Unreadable(_("The workbook is too large when it is unpacked. Import it in parts."))
            for part in whole:
                if part.filename.endswith((".xml", ".rels")):
                    with parts.open(part) as file:
                        if b"<!DOCTYPE" in file.read(_HEAD).upper():
                            raise Unreadable(
                                _("The workbook is damaged or is none. Save it anew, or as CSV.")
                            )
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError) as error:
        raise Unreadable(_("The workbook is damaged or is none. Save it anew, or as CSV.")) from error


def _lines(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """Of the first visible sheet that has any. A formula that came to nothing stands as it is written."""
    options = {"read_only": True, "keep_links": False}
    values = load_workbook(io.BytesIO(content), data_only=True, **options)
    written = load_workbook(io.BytesIO(content), data_only=False, **options)
    for sheet, twin in zip(values.worksheets, written.worksheets, strict=True):
        if sheet.sheet_state != _VISIBLE:
            continue
        # What a sheet says of its own size need not be so.
        sheet.reset_dimensions()
        twin.reset_dimensions()
        found = False
        pairs = zip_longest(sheet.iter_rows(values_only=True), twin.iter_rows(values_only=True), fillvalue=())
        for number, (row, formulas) in enumerate(pairs, 1):
            if number > FURTHEST:
                raise Unreadable(
                    _("The sheet goes on beyond row %(n)s. Delete what is far below.") % {"n": FURTHEST}
                )
            cells = [
                _text(formula if value is None else value)
                for value, formula in zip_longest(row[: COLUMNS + 1], formulas[: COLUMNS + 1])
            ]
            found = found or any(cells)
            yield number, cells
        if found:
            return


def _text(value: Any) -> str:
    """A cell as one would write it: days as ISO, whole numbers without a point."""
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
