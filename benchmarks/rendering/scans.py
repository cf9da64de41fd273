"""Makes scans of pages: clean ones, and ones that were made carelessly."""

from __future__ import annotations

import io
import random

import pypdfium2
from PIL import Image, ImageFilter

_DPI = 200
_POINTS = 72


def sheets(pdf: bytes) -> list[Image.Image]:
    """The pages of a PDF as grey images at 200 dpi."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=_DPI / _POINTS, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def worn(sheet: Image.Image, seed: int) -> Image.Image:
    """The page rotated by up to a degree, slightly blurred, with the grain of cheap paper."""
    chance = random.Random(seed)  # noqa: S311 - the same grain at every run
    turned = sheet.rotate(
        chance.choice((-1, 1)) * chance.uniform(0.5, 1.0), Image.Resampling.BICUBIC, fillcolor=255
    )
    soft = turned.filter(ImageFilter.GaussianBlur(0.7))
    grain = Image.effect_noise(soft.size, 24)
    return Image.blend(soft, grain, 0.2)


def as_picture(sheet: Image.Image, kind: str = "PNG") -> bytes:
    """The page as an image file."""
    out = io.BytesIO()
    sheet.save(out, kind, quality=70, dpi=(_DPI, _DPI))
    return out.getvalue()


def as_pdf(pages: list[Image.Image]) -> bytes:
    """A PDF of images without text, as scanners write them."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=_DPI, save_all=True, append_images=pages[1:])
    return out.getvalue()
