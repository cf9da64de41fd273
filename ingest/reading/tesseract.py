"""The system's tesseract, started on one bitmap at a time: how it is found, what it is told, what it says.

It never sees a file from outside, only a bitmap that this process drew, and gets it through a pipe.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import resource
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.misread import corrected
from ingest.reading.overlooked import Word, put_in, strips, without_twins
from ingest.reading.reflow import PageLine

if TYPE_CHECKING:
    from ingest.reading.limits import Limits

ARABIC, ENGLISH = "ara", "eng"
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "MALLOC_ARENA_MAX": "1"}
_POINTS = 72
# No white letters on black. Sauvola's threshold: with the usual one, more lines and halves of lines went missing; but
# of a strip alone it leaves nothing.
_OPTIONS = ("-c", "tessedit_do_invert=0", "-c", "tessedit_create_tsv=1")
_PAGE = ("--psm", "3", "-c", "thresholding_method=2")
_LINE = ("--psm", "7")
_CERTAIN = 80.0
"""Of Arabic read as Arabic, tesseract is so sure at least; of English read as Arabic it is not."""
_CREDIBLE = 50.0
"""A strip of which it is less sure is a stamp, a signature or an ornament."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A page in grey, and how many of its pixels are an inch."""

    image: Image.Image
    dpi: int


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of a page in reading order, and the mean confidence in their letters, 0 to 100."""

    lines: tuple[PageLine, ...]
    confidence: float
    letters: int


class Tesseract:
    """The program at `path`, for one document. Raises ReadError `no_recognition` if it or its Arabic is missing."""

    def __init__(self, path: str, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        self._until = time.monotonic() + limits.seconds
        said = self._run(["--list-langs"]) if path else ""
        self.languages = [each for each in (ARABIC, ENGLISH) if each in said.split()]
        if ARABIC not in self.languages:
            raise ReadError(ErrorCode.NO_RECOGNITION)
        first = self._run(["--version"]).split()
        self.version = first[1] if len(first) > 1 else "?"

    def page(self, bitmap: Bitmap, number: int) -> Recognised:
        """What stands on one page, in the language of which it is surer. Raises ReadError `timeout`."""
        arabic = self._page(bitmap, ARABIC)
        if _confidence(arabic) >= _CERTAIN or ENGLISH not in self.languages:
            return _recognised(self._with_overlooked(arabic, bitmap, ARABIC), bitmap, number)
        english = self._page(bitmap, ENGLISH)
        lines, language = max((arabic, ARABIC), (english, ENGLISH), key=lambda found: _confidence(found[0]))
        return _recognised(self._with_overlooked(lines, bitmap, language), bitmap, number)

    def _page(self, bitmap: Bitmap, language: str, layout: tuple[str, ...] = _PAGE) -> list[list[Word]]:
        head = f"P5 {bitmap.image.width} {bitmap.image.height} 255\n".encode("ascii")
        arguments = ["-", "-", "-l", language, *layout, "--dpi", str(bitmap.dpi), *_OPTIONS]
        return without_twins(_lines(self._run(arguments, head + bitmap.image.tobytes())))

    def _with_overlooked(self, lines: list[list[Word]], bitmap: Bitmap, language: str) -> list[list[Word]]:
        """Also the lines, and parts of lines, that the page as a whole did not give."""
        for strip in strips(bitmap.image, lines):
            found = self._page(Bitmap(strip.image, bitmap.dpi), language, _LINE)
            words = [word.moved(strip.left, strip.top) for line in found for word in line]
            if words and _confidence([words]) >= _CREDIBLE:
                lines = put_in(lines, words, right_to_left=language == ARABIC)
        return lines

    def _run(self, arguments: list[str], given: bytes = b"") -> str:
        seconds = min(self._limits.page_seconds, self._until - time.monotonic())
        if seconds <= 0:
            raise ReadError(ErrorCode.TIMEOUT, seconds=self._limits.seconds)
        with subprocess.Popen(
            [self._path, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if given else subprocess.STDOUT,
            env=_ENVIRONMENT,
        ) as process:
            _bind(process.pid, seconds)
            try:
                said, _ = process.communicate(given, timeout=seconds)
            except subprocess.TimeoutExpired as error:
                process.kill()
                raise ReadError(ErrorCode.TIMEOUT, seconds=round(seconds)) from error
        if process.returncode:
            raise ReadError(ErrorCode.BROKEN)
        return said.decode("utf-8", "replace")


def _bind(pid: int, seconds: float) -> None:
    """It ends by itself even if everybody who could end it was killed. Linux only, as is `prlimit`."""
    if not hasattr(resource, "prlimit"):
        return
    whole = max(1, int(seconds) + 1)
    # It may have ended already; and what it inherited may be less.
    with contextlib.suppress(ProcessLookupError):
        _, most = resource.prlimit(pid, resource.RLIMIT_CPU)
        if most == resource.RLIM_INFINITY or whole < most:
            resource.prlimit(pid, resource.RLIMIT_CPU, (whole, whole))


def _lines(table: str) -> list[list[Word]]:
    """The words of each line in tesseract's table of tab-separated values."""
    lines: dict[tuple[str, ...], list[Word]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] != "5" or not (row["text"] or "").strip():
            continue
        left, top = int(row["left"]), int(row["top"])
        right, bottom = left + int(row["width"]), top + int(row["height"])
        place = (row["block_num"], row["par_num"], row["line_num"])
        word = Word(row["text"], left, top, right, bottom, float(row["conf"]))
        lines.setdefault(place, []).append(word)
    return list(lines.values())


def _confidence(lines: list[list[Word]]) -> float:
    """The mean over all letters, 0 where there is none."""
    words = [word for line in lines for word in line]
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) * word.confidence for word in words) / letters if letters else 0.0


def _recognised(lines: list[list[Word]], bitmap: Bitmap, number: int) -> Recognised:
    return Recognised(
        lines=tuple(
            PageLine(
                corrected(" ".join(word.text for word in line)),
                number,
                (bitmap.image.height - max(word.bottom for word in line)) * _POINTS / bitmap.dpi,
            )
            for line in lines
        ),
        confidence=_confidence(lines),
        letters=sum(len(word.text) for line in lines for word in line),
    )
