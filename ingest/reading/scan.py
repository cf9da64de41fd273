"""Reads pictures and scanned pages of PDFs by recognising their letters."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ingest.reading import picture
from ingest.reading.errors import ErrorCode, ReadError, WarningCode
from ingest.reading.reflow import PageLine, reflow
from ingest.reading.result import Extract, ReadWarning
from ingest.reading.tesseract import Tesseract

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.reading.limits import Limits
    from ingest.reading.tesseract import Bitmap, Recognised

_POOR = 70.0
"""Mean confidence below which so many letters are wrong that a person has to compare."""


class Recogniser:
    """Recognises the pages of one document and remembers how sure it was."""

    def __init__(self, path: str, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        self._pages: list[Recognised] = []

    @cached_property
    def _tesseract(self) -> Tesseract:
        return Tesseract(self._path, self._limits)

    @property
    def decoder(self) -> str:
        return f"scan-1+tesseract-{self._tesseract.version}"[:40]

    def page(self, bitmap: Bitmap, number: int) -> list[PageLine]:
        """The lines of one page. Raises ReadError: no_recognition, timeout."""
        found = self._tesseract.page(bitmap, number)
        self._pages.append(found)
        return list(found.lines)

    @property
    def confidence(self) -> float:
        """The mean over all letters of all pages, 0 to 100."""
        letters = sum(page.letters for page in self._pages)
        return sum(page.confidence * page.letters for page in self._pages) / letters if letters else 0.0

    @property
    def is_poor(self) -> bool:
        return self.confidence < _POOR

    def verdict(self) -> ReadWarning:
        """A warning that letters were recognised, or that they were recognised so badly that each value has to be
        compared with the picture.
        """
        code = WarningCode.POORLY_RECOGNISED if self.is_poor else WarningCode.RECOGNISED
        return ReadWarning(code, {"confidence": round(self.confidence)})


def read(data: bytes, limits: Limits, recogniser: Recogniser) -> Extract:
    """The text of a picture file. Raises ReadError."""
    return _extract(picture.bitmaps(data, limits), recogniser)


def _extract(bitmaps: Iterable[Bitmap], recogniser: Recogniser) -> Extract:
    lines = [
        line for number, bitmap in enumerate(bitmaps, start=1) for line in recogniser.page(bitmap, number)
    ]
    if not lines:
        raise ReadError(ErrorCode.NO_TEXT)
    return Extract(
        text=reflow(lines),
        decoder=recogniser.decoder,
        encoding="scan",
        warnings=(recogniser.verdict(),),
    )
