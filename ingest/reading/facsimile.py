"""The pages of a PDF or a picture as people see them: how many, how large, and drawn as WebP pictures.

Runs in the child process of `ingest.reading.viewing`; nothing else may hand it a file from outside.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2
from PIL import Image, ImageOps

from ingest.reading import picture
from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.formats import PICTURES, Format, sniff_container

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from ingest.reading.limits import Limits

WIDTH = 1240
"""Pixels of a page from side to side: A4 at 150 dpi, sharp in half a screen of double density."""
_MAX_PIXELS = 8_000_000
_MAX_SIDE = 16_000
"""A WebP picture has at most 16,383 pixels on a side."""
_MAX_SCALE = 300 / 72
_QUALITY = 80


@dataclass(frozen=True, slots=True)
class Survey:
    """`total` pages; `sizes` of the first ones, as they are drawn, in pixels (width, height)."""

    total: int
    sizes: tuple[tuple[int, int], ...]


def survey(data: bytes, limits: Limits) -> Survey:
    """How many pages there are and how large the first `max_shown_pages` will be. Raises ReadError."""
    if _kind(data) == Format.PDF:
        return _pdf_survey(data, limits)
    with picture.opened(data, limits) as shown:
        count = picture.count(shown)
        sizes = []
        for number in range(min(count, limits.max_shown_pages)):
            shown.seek(number)
            picture.check_pixels(shown, limits)
            sizes.append(_fitted(*_upright(shown), most=1.0))
    return Survey(count, tuple(sizes))


def draw(data: bytes, first: int, last: int, spool: IO[bytes], limits: Limits) -> list[int]:
    """Writes the pages `first` to `last` (from 1) into `spool`, one after the other; how many bytes each has.

    Pages that are not there are left out. Raises ReadError.
    """
    lengths = []
    kind = _kind(data)
    drawn = _pdf_pages if kind == Format.PDF else _picture_pages
    for page in drawn(data, range(first - 1, min(last, limits.max_shown_pages)), limits):
        made = io.BytesIO()
        page.save(made, "WEBP", quality=_QUALITY, method=3)
        spool.write(made.getbuffer())
        lengths.append(made.tell())
    return lengths


def _kind(data: bytes) -> Format:
    kind = sniff_container(data)
    if kind == Format.PDF or kind in PICTURES:
        return Format(kind)
    raise ReadError(ErrorCode.UNSUPPORTED, kind=kind or "txt")


def _fitted(width: float, height: float, *, most: float) -> tuple[int, int]:
    """The size in pixels of a page that is `width` by `height`, enlarged at most `most` times."""
    scale = _scale(width, height, most=most)
    # As pdfium rounds.
    return math.ceil(width * scale), math.ceil(height * scale)


def _scale(width: float, height: float, *, most: float) -> float:
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise ReadError(ErrorCode.BROKEN)
    return min(most, WIDTH / width, _MAX_SIDE / height, math.sqrt(_MAX_PIXELS / (width * height)))


def _pdf(data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise ReadError(ErrorCode.PASSWORD_PROTECTED if locked else ErrorCode.BROKEN) from error


def _pdf_survey(data: bytes, limits: Limits) -> Survey:
    document = _pdf(data)
    try:
        total = len(document)
        sizes = [document.get_page_size(number) for number in range(min(total, limits.max_shown_pages))]
    except pypdfium2.PdfiumError as error:
        raise ReadError(ErrorCode.BROKEN) from error
    finally:
        document.close()
    return Survey(total, tuple(_fitted(*size, most=_MAX_SCALE) for size in sizes))


def _pdf_pages(data: bytes, numbers: range, limits: Limits) -> Iterator[Image.Image]:
    document = _pdf(data)
    try:
        for number in range(numbers.start, min(numbers.stop, len(document))):
            page = document[number]
            scale = _scale(*page.get_size(), most=_MAX_SCALE)
            shown = page.render(scale=scale, may_draw_forms=False)
            yield shown.to_pil().convert("RGB")
            shown.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise ReadError(ErrorCode.BROKEN) from error
    finally:
        document.close()


def _picture_pages(data: bytes, numbers: range, limits: Limits) -> Iterator[Image.Image]:
    with picture.opened(data, limits) as shown:
        for number in range(numbers.start, min(numbers.stop, picture.count(shown))):
            shown.seek(number)
            picture.check_pixels(shown, limits)
            size = _fitted(*_upright(shown), most=1.0)
            # A JPEG decodes to a half or a quarter of its size at once; others do as if nothing was said.
            shown.draft("RGB", (max(size), max(size)))
            upright = ImageOps.exif_transpose(shown)
            yield picture.on_white(upright).convert("RGB").resize(size, Image.Resampling.LANCZOS)


def _upright(shown: Image.Image) -> tuple[int, int]:
    """Width and height as the camera held it."""
    turned = shown.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    return (shown.height, shown.width) if turned else shown.size
