"""Pictures of a page: photographs, screenshots and faxes, made into bitmaps for the recognition of letters."""

from __future__ import annotations

import io
import math
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, UnidentifiedImageError

from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.tesseract import Bitmap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.reading.limits import Limits

_KINDS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", "AVIF")
# Of these, several frames are several pages; of an animation the first is the picture.
_PAGED = ("TIFF",)
_SMALLEST = 48
"""No line of letters fits into a picture that is less wide or high, in pixels."""
_MAX_BITMAP = 12_000_000
"""More pixels than a page at 300 dpi has tell nothing more, and take tesseract longer."""
_SCREEN = 1_400
"""A picture less wide than this was made for a screen: its letters are too small unless it is enlarged."""
_DPI = 200
_FAULTS = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    # What the decoder of AVIF says of a damaged picture.
    RuntimeError,
)


def bitmaps(data: bytes, limits: Limits) -> Iterator[Bitmap]:
    """The pages of a picture file, upright and grey. The size stated in its head is checked before it is decoded.

    Raises ReadError: broken, no_text (too small for letters), too_many_pixels, too_many_pages.
    """
    with opened(data, limits) as picture:
        yield from _pages(picture, limits)


@contextmanager
def opened(data: bytes, limits: Limits) -> Iterator[Image.Image]:
    """The picture file, not decoded yet. Whatever Pillow raises while it is used becomes a ReadError.

    Raises too_many_pixels for a first page that states more than `max_pixels`.
    """
    with warnings.catch_warnings():
        # Ours is the limit that counts; Pillow's own warning would stand in the log of every large photograph.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=_KINDS) as picture:
                check_pixels(picture, limits)
                yield picture
        except Image.DecompressionBombError as error:
            raise ReadError(ErrorCode.TOO_MANY_PIXELS, limit=limits.max_pixels) from error
        except _FAULTS as error:
            raise ReadError(ErrorCode.BROKEN) from error


def count(picture: Image.Image) -> int:
    """How many pages it has."""
    return getattr(picture, "n_frames", 1) if picture.format in _PAGED else 1


def _pages(picture: Image.Image, limits: Limits) -> Iterator[Bitmap]:
    pages = count(picture)
    if pages > limits.max_scan_pages:
        raise ReadError(ErrorCode.TOO_MANY_PAGES, pages=pages, limit=limits.max_scan_pages)
    for number in range(pages):
        if number:
            picture.seek(number)
        check_pixels(picture, limits)
        if min(picture.size) < _SMALLEST:
            raise ReadError(ErrorCode.NO_TEXT)
        # A JPEG decodes to a half or a quarter of its size at once; others do as if nothing was said.
        picture.draft("L", _shrunk(picture.size))
        yield bitmap(ImageOps.exif_transpose(picture))


def check_pixels(picture: Image.Image, limits: Limits) -> None:
    """Raises ReadError if the page it stands at states more than `max_pixels`."""
    if picture.width * picture.height > limits.max_pixels:
        pixels = picture.width * picture.height
        raise ReadError(ErrorCode.TOO_MANY_PIXELS, pixels=pixels, limit=limits.max_pixels)


def _shrunk(size: tuple[int, int]) -> tuple[int, int]:
    factor = min(1.0, math.sqrt(_MAX_BITMAP / (size[0] * size[1])))
    return max(1, int(size[0] * factor)), max(1, int(size[1] * factor))


def bitmap(picture: Image.Image, dpi: int = _DPI) -> Bitmap:
    """`picture` in grey on white, neither larger nor smaller than recognition wants it."""
    grey = on_white(picture).convert("L")
    size = _shrunk(grey.size)
    if grey.width < _SCREEN and grey.height < 3 * _SCREEN:
        size = _shrunk((2 * grey.width, 2 * grey.height))
    if size != grey.size:
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    return Bitmap(grey, dpi)


def on_white(picture: Image.Image) -> Image.Image:
    """What is transparent is white, as on paper, not black."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture
    opaque = Image.new("RGBA", picture.size, "white")
    opaque.alpha_composite(picture.convert("RGBA"))
    return opaque
