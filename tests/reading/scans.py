"""Scans made of the committed samples, for the tests of recognition."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ARABIC = SAMPLES / "ly-2024-04-china-solar.pdf"
ENGLISH = SAMPLES / "ly-2024-09-germany-visit-en.pdf"
TESSERACT = shutil.which("tesseract") or ""
needs_tesseract = pytest.mark.skipif(
    not TESSERACT, reason="tesseract is not installed (Debian: tesseract-ocr, tesseract-ocr-ara)"
)


def picture(source: Path = ARABIC, dpi: int = 200) -> Image.Image:
    """The first page as a scanner gives it."""
    document = pypdfium2.PdfDocument(source)
    try:
        shown: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
        return shown.convert("L")
    finally:
        document.close()


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def picture_pdf(*images: Image.Image) -> bytes:
    """A PDF whose pages are pictures, as scanners write it."""
    out = io.BytesIO()
    first, *rest = images
    first.save(out, "PDF", resolution=200, save_all=True, append_images=rest)
    return out.getvalue()


def first_page() -> bytes:
    """The first page with its text layer."""
    out = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.import_pages(pypdfium2.PdfDocument(ARABIC), [0])
    document.save(out)
    document.close()
    return out.getvalue()


def mixed_pdf() -> bytes:
    """Two pages with a text layer, in English, and a third that is a picture, in Arabic."""
    out = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    for part in (ENGLISH.read_bytes(), picture_pdf(picture())):
        document.import_pages(pypdfium2.PdfDocument(part))
    document.save(out)
    document.close()
    return out.getvalue()
