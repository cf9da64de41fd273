"""PDFs: pdfium guards the door, qalam reads the text layer, pictures are recognised, line wraps undone."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import pypdfium2
import qalam

from ingest.reading.direction import is_reversed, turn_round
from ingest.reading.errors import ErrorCode, ReadError, WarningCode
from ingest.reading.language import is_garbled
from ingest.reading.raster import bitmaps, pictured
from ingest.reading.reflow import PageLine, reflow
from ingest.reading.result import Extract, ReadWarning
from ingest.reading.rows import joined
from ingest.reading.textlayer import repaired

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.reading.limits import Limits
    from ingest.reading.scan import Recogniser

DECODER = f"pdf-2+qalam-{version('qalam')}"
_PAGE_NUMBER = re.compile(r"^\W*(?:صفحة|page)?\W*\d{1,4}\W*(?:(?:من|of|/)\W*\d{1,4}\W*)?$", re.I)
# The end of a line's last word with its vowel mark: a raised mark makes qalam take it for a line of its own.
_ORPHAN = re.compile("[\u0627\u0649]?[\u064b-\u0652]+")
_LATIN = re.compile("[A-Za-z ,.]")


@dataclass(frozen=True, slots=True)
class _Layer:
    """The text layer: the lines of each page (from 1) that has some, the pages without, and what is to be doubted."""

    pages: dict[int, list[PageLine]]
    empty: tuple[int, ...]
    confidence: float
    doubtful: bool


def read(data: bytes, limits: Limits, recogniser: Recogniser | None = None) -> Extract:
    """The text layer in logical order, one paragraph a line; where it has none, what `recogniser` makes of the page.

    Raises ReadError: password_protected, broken, too_many_pages, no_text; scan where only a recogniser can help.
    """
    _guard(data, limits)
    layer = _layer(data)
    scanned = list(layer.pages) if layer.doubtful else pictured(data, layer.empty)
    if scanned and recogniser is None:
        raise ReadError(ErrorCode.SCAN)
    recognised = _recognise(data, scanned, layer, recogniser, limits) if recogniser else {}
    pages = layer.pages | recognised
    lines = _without_furniture([pages[number] for number in sorted(pages)])
    if not any(line.text for line in lines):
        raise ReadError(ErrorCode.NO_TEXT)
    warnings = _warnings(layer, recognised)
    text = reflow(lines)
    if is_reversed(text):
        text = reflow([replace(line, text=turn_round(line.text)) for line in lines])
        warnings.append(ReadWarning(WarningCode.REVERSED_TEXT))
    if recogniser and recognised:
        return Extract(text, recogniser.decoder, "pdf", warnings=(*warnings, recogniser.verdict()))
    return Extract(text, DECODER, "pdf", warnings=tuple(warnings))


def _recognise(
    data: bytes, numbers: list[int], layer: _Layer, recogniser: Recogniser, limits: Limits
) -> dict[int, list[PageLine]]:
    """The lines of the pages `numbers`. Nothing, rather than an error, where the text layer says enough without."""
    if len(numbers) > limits.max_scan_pages:
        raise ReadError(ErrorCode.TOO_MANY_PAGES, pages=len(numbers), limit=limits.max_scan_pages)
    try:
        found = {number: recogniser.page(bitmap, number) for number, bitmap in bitmaps(data, numbers)}
    except ReadError as error:
        if error.code is ErrorCode.NO_RECOGNITION and layer.pages:
            return {}
        raise
    return {} if layer.doubtful and recogniser.is_poor else found


def _guard(data: bytes, limits: Limits) -> None:
    """Ask pdfium whether the file opens without a password, is whole, and is no book."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = str(error).lower()
        code = (
            ErrorCode.PASSWORD_PROTECTED if "password" in reason or "security" in reason else ErrorCode.BROKEN
        )
        raise ReadError(code) from error
    try:
        pages = len(document)
    finally:
        document.close()
    if pages > limits.max_pages:
        raise ReadError(ErrorCode.TOO_MANY_PAGES, pages=pages, limit=limits.max_pages)


def _open(data: bytes) -> qalam.Document:
    """qalam wants a path: the bytes lie in a file without a name, gone with this process however it ends."""
    with tempfile.TemporaryFile() as spool:
        spool.write(data)
        spool.flush()
        try:
            return qalam.Document(f"/dev/fd/{spool.fileno()}")
        except qalam.QalamError as error:
            reason = str(error).lower()
            code = (
                ErrorCode.PASSWORD_PROTECTED
                if "crypt" in reason or "password" in reason
                else ErrorCode.BROKEN
            )
            raise ReadError(code) from error


def _plain_latin(data: bytes, numbers: list[int]) -> dict[int, list[PageLine]]:
    """Pages that qalam has no text for but pdfium reads as Latin: old fonts without an encoding of their own.

    Its Arabic is not taken: word order and letters are not to be relied on.
    """
    found: dict[int, list[PageLine]] = {}
    if not numbers:
        return found
    document = pypdfium2.PdfDocument(data)
    try:
        for number in numbers:
            text = document[number - 1].get_textpage().get_text_range()
            if len(_LATIN.findall(text)) > 0.6 * len(text.strip()) > 0:
                found[number] = [PageLine(line.strip(), number) for line in text.splitlines()]
    except pypdfium2.PdfiumError:
        # A page that neither of the two can open has no text; the rest has.
        return found
    finally:
        document.close()
    return found


def _layer(data: bytes) -> _Layer:
    document = _open(data)
    plain = _plain_latin(data, list(document.pages_needing_ocr))
    # A page of much filler is said to need recognition, and reads well without it.
    found = {page.number: plain.get(page.number) or _lines(page) for page in document.pages}
    empty = tuple(number for number, lines in found.items() if not lines)
    confidence = round(float(document.confidence), 2)
    return _Layer(
        pages={number: lines for number, lines in found.items() if lines},
        empty=empty,
        confidence=confidence,
        doubtful=_is_doubtful(found.values()),
    )


def _is_doubtful(pages: Iterable[list[PageLine]]) -> bool:
    """Whether the letters mean nothing, in either direction. qalam's own confidence is no help: it counts filler."""
    text = "\n".join(line.text for lines in pages for line in lines)
    return is_garbled(turn_round(text) if is_reversed(text) else text)


def _without_furniture(pages: list[list[PageLine]]) -> list[PageLine]:
    """The lines of all pages, without page numbers and running heads."""
    repeated = _repeated(pages)
    several = len(pages) > 1
    return [
        line
        for number, lines in enumerate(pages)
        for place, line in enumerate(lines)
        if not (several and _is_furniture(line, place, len(lines), repeated if number else frozenset()))
    ]


def _lines(page: qalam.Page) -> list[PageLine]:
    lines: list[PageLine] = []
    orphan = ""
    for each in page.lines:
        text = repaired(each.text)
        if _ORPHAN.fullmatch(text):
            orphan += text
            continue
        lines.append(PageLine(text + orphan, page.number, each.baseline, each.size))
        orphan = ""
    return joined([line for line in lines if line.text])


def _is_furniture(line: PageLine, place: int, count: int, repeated: frozenset[str]) -> bool:
    """A page number, or a line that stands at the edge of every page; its first occurrence is kept."""
    if 2 <= place < count - 2:
        return False
    return line.text in repeated or bool(_PAGE_NUMBER.match(line.text))


def _repeated(pages: list[list[PageLine]]) -> frozenset[str]:
    """Lines at the edge of every page: running heads and feet. Two pages prove nothing."""
    if len(pages) < 3:
        return frozenset()
    edges = [{line.text for line in (*lines[:2], *lines[-2:])} for lines in pages]
    return frozenset(set.intersection(*edges))


def _warnings(layer: _Layer, recognised: dict[int, list[PageLine]]) -> list[ReadWarning]:
    found = []
    missing = [number for number in layer.empty if number not in recognised]
    if missing:
        pages = ", ".join(map(str, missing[:20]))
        found.append(ReadWarning(WarningCode.PAGES_WITHOUT_TEXT, {"pages": pages}))
    if layer.doubtful and not recognised:
        found.append(ReadWarning(WarningCode.LOW_CONFIDENCE, {"confidence": layer.confidence}))
    return found
