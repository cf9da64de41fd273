"""The system's tesseract, started on one bitmap at a time: how it is found, what it is told, what it says.

It never sees a file from outside, only a bitmap that this process drew, and gets it through a pipe. Of what it
says, whole lines are kept with how sure it was.
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

from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.misread import corrected
from ingest.reading.reflow import PageLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.reading.limits import Limits

ARABIC, ENGLISH = "ara", "eng"
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "MALLOC_ARENA_MAX": "1"}
_POINTS = 72
# Sauvola's threshold: with the usual one, lines and halves of lines went missing. No white letters on black.
_OPTIONS = ("-c", "thresholding_method=2", "-c", "tessedit_do_invert=0", "-c", "tessedit_create_tsv=1")
_CERTAIN = 80.0
"""Of Arabic read as Arabic, tesseract is so sure at least; of English read as Arabic it is not."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A page as a portable graymap (PGM): what tesseract reads without any library for picture files."""

    data: bytes
    height: int
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
        said = self._run(["--list-langs"], b"", limits.page_seconds) if path else ""
        self.languages = [each for each in (ARABIC, ENGLISH) if each in said.split()]
        if ARABIC not in self.languages:
            raise ReadError(ErrorCode.NO_RECOGNITION)
        first = self._run(["--version"], b"", limits.page_seconds).split()
        self.version = first[1] if len(first) > 1 else "?"

    def page(self, bitmap: Bitmap, number: int) -> Recognised:
        """What stands on one page, in the language of which it is surer. Raises ReadError `timeout`."""
        arabic = self._page(bitmap, number, ARABIC)
        if arabic.confidence >= _CERTAIN or ENGLISH not in self.languages:
            return arabic
        english = self._page(bitmap, number, ENGLISH)
        return max(arabic, english, key=lambda found: found.confidence * (found.letters > 0))

    def _page(self, bitmap: Bitmap, number: int, language: str) -> Recognised:
        seconds = min(self._limits.page_seconds, self._until - time.monotonic())
        if seconds <= 0:
            raise ReadError(ErrorCode.TIMEOUT, seconds=self._limits.seconds)
        arguments = ["-", "-", "-l", language, "--dpi", str(bitmap.dpi), *_OPTIONS]
        return _recognised(self._run(arguments, bitmap.data, seconds), bitmap, number)

    def _run(self, arguments: list[str], given: bytes, seconds: float) -> str:
        command = [self._path, *arguments]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if not given else subprocess.DEVNULL,
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


def _recognised(table: str, bitmap: Bitmap, number: int) -> Recognised:
    lines: list[PageLine] = []
    sure = letters = 0.0
    for words in _lines(table):
        text = corrected(" ".join(word["text"] for word in words))
        bottom = max(int(word["top"]) + int(word["height"]) for word in words)
        lines.append(PageLine(text, number, (bitmap.height - bottom) * _POINTS / bitmap.dpi))
        for word in words:
            letters += len(word["text"])
            sure += len(word["text"]) * float(word["conf"])
    return Recognised(tuple(lines), sure / letters if letters else 0.0, int(letters))


def _lines(table: str) -> Iterator[list[dict[str, str]]]:
    """The words of each line in tesseract's table of tab-separated values."""
    at: tuple[str, ...] = ()
    words: list[dict[str, str]] = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] != "5" or not (row["text"] or "").strip():
            continue
        place = (row["block_num"], row["par_num"], row["line_num"])
        if place != at and words:
            yield words
            words = []
        at = place
        words.append(row)
    if words:
        yield words
