"""PDFs with a text layer: pdfium guards the door, qalam reads, soft line wraps are undone."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import pypdfium2
import qalam

from ingest.reading.direction import is_reversed, turn_round
from ingest.reading.errors import ErrorCode, ReadError, WarningCode
from ingest.reading.reflow import PageLine, reflow
from ingest.reading.result import Extract, ReadWarning
from ingest.reading.textlayer import repaired

if TYPE_CHECKING:
    from ingest.reading.limits import Limits

DECODER = f"pdf-1+qalam-{version('qalam')}"
_PAGE_NUMBER = re.compile(r"^\W*(?:صفحة|page)?\W*\d{1,4}\W*(?:(?:من|of|/)\W*\d{1,4}\W*)?$", re.I)
# The end of a line's last word with its vowel mark: a raised mark makes qalam take it for a line of its own.
_ORPHAN = re.compile("[\u0627\u0649]?[\u064b-\u0652]+")
_LATIN = re.compile("[A-Za-z ,.]")
_LOW_CONFIDENCE = 0.4


def read(data: bytes, limits: Limits) -> Extract:
    """The text layer in logical order, one paragraph a line.

    Raises ReadError: password_protected, broken, too_many_pages, no_text (pages are pictures).
    """
    _guard(data, limits)
    document = _open(data)
    plain = _plain_latin(data, list(document.pages_needing_ocr))
    lines = _page_lines(document, plain)
    if not any(line.text for line in lines):
        raise ReadError(ErrorCode.NO_TEXT)
    warnings = _warnings(document, plain)
    text = reflow(lines)
    if is_reversed(text):
        text = reflow([replace(line, text=turn_round(line.text)) for line in lines])
        warnings.append(ReadWarning(WarningCode.REVERSED_TEXT))
    return Extract(text=text, decoder=DECODER, encoding="pdf", warnings=tuple(warnings))


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


def _page_lines(document: qalam.Document, plain: dict[int, list[PageLine]]) -> list[PageLine]:
    """The lines of all pages that have a text layer, without page numbers and running heads."""
    found = [plain.get(page.number, []) if page.needs_ocr else _lines(page) for page in document.pages]
    found = [lines for lines in found if lines]
    repeated = _repeated(found)
    several = len(found) > 1
    return [
        line
        for number, lines in enumerate(found)
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
    return lines


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


def _warnings(document: qalam.Document, plain: dict[int, list[PageLine]]) -> list[ReadWarning]:
    found = []
    missing = [number for number in document.pages_needing_ocr if number not in plain]
    if missing:
        pages = ", ".join(map(str, missing[:20]))
        found.append(ReadWarning(WarningCode.PAGES_WITHOUT_TEXT, {"pages": pages}))
    confidence = round(float(document.confidence), 2)
    if confidence < _LOW_CONFIDENCE and not missing and not plain:
        found.append(ReadWarning(WarningCode.LOW_CONFIDENCE, {"confidence": confidence}))
    return found
