"""Pages of a PDF as pictures: which of them show something that has no letters, and how they look."""

from __future__ import annotations

import math
from itertools import islice
from typing import TYPE_CHECKING, Any

import pypdfium2
from pypdfium2 import raw

from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.tesseract import Bitmap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DPI = 200
_POINTS = 72
_MAX_BITMAP = 12_000_000
# A page is looked through so far for what it draws; pages of millions of objects are maps.
_OBJECTS = 5_000
_AREA = 0.02
"""The part of a page that a picture of text covers at least; a logo does not."""
_OUTLINES = 150
"""So many drawn shapes on a page without a letter: its letters were turned into outlines."""


def pictured(data: bytes, numbers: Sequence[int]) -> list[int]:
    """Those of the pages `numbers` (from 1) that show a picture or outlines which may be letters."""
    found: list[int] = []
    if not numbers:
        return found
    document = pypdfium2.PdfDocument(data)
    try:
        for number in numbers:
            if _shows_something(document, number):
                found.append(number)
    finally:
        document.close()
    return found


def _shows_something(document: Any, number: int) -> bool:
    try:
        page = document[number - 1]
        width, height = page.get_size()
        shapes = 0
        for each in islice(page.get_objects(max_depth=4), _OBJECTS):
            if each.type == raw.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = each.get_bounds()
                if (right - left) * (top - bottom) >= _AREA * width * height:
                    return True
            shapes += each.type == raw.FPDF_PAGEOBJ_PATH
    except pypdfium2.PdfiumError:
        # A page that cannot be opened shows nothing; the others may.
        return False
    return shapes >= _OUTLINES


def bitmaps(data: bytes, numbers: Sequence[int]) -> Iterator[tuple[int, Bitmap]]:
    """The pages `numbers`, one after the other, grey at 200 dpi (less for a page of more than usual size)."""
    document = pypdfium2.PdfDocument(data)
    try:
        for number in numbers:
            yield number, _bitmap(document, number)
    except pypdfium2.PdfiumError as error:
        raise ReadError(ErrorCode.BROKEN) from error
    finally:
        document.close()


def _bitmap(document: Any, number: int) -> Bitmap:
    page = document[number - 1]
    width, height = page.get_size()
    dpi = min(_DPI, _POINTS * math.sqrt(_MAX_BITMAP / max(1.0, width * height)))
    shown = page.render(scale=dpi / _POINTS, grayscale=True, may_draw_forms=False)
    try:
        return Bitmap(shown.to_pil().convert("L"), max(70, round(dpi)))
    finally:
        shown.close()
        page.close()
