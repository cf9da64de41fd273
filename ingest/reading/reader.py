"""Reads one file from start to end: finds its format, runs that format's reader, cleans the text, checks the
language.
"""

from __future__ import annotations

from importlib import import_module
from typing import Literal, cast

from ingest.reading import formats
from ingest.reading.charset import Decoded, decode
from ingest.reading.clean import clean
from ingest.reading.errors import ErrorCode, ReadError, WarningCode
from ingest.reading.formats import PICTURES, Format
from ingest.reading.language import language_of
from ingest.reading.limits import DEFAULT_LIMITS, Limits
from ingest.reading.result import Extract, Language, ReadText, ReadWarning

# Loaded when met: a text file must not wait for the libraries of html and pdf.
_READERS = {
    each: f"ingest.reading.{name}"
    for each, name in (
        (Format.TEXT, "text"),
        (Format.HTML, "html"),
        (Format.DOCX, "docx"),
        (Format.PDF, "pdf"),
        (Format.ODT, "odt"),
        (formats.SAVED_PAGE, "mhtml"),
        (Format.EML, "mail"),
        (Format.MSG, "msg"),
        *((picture, "scan") for picture in PICTURES),
    )
}
_MIN_LETTERS = 3


def read_file(
    data: bytes, filename: str, limits: Limits = DEFAULT_LIMITS, *, recogniser: str | None = None
) -> ReadText:
    """Reads `data`. `filename` is only a claim about its format. Raises ReadError.

    `recogniser` is the path of the program that recognises letters, or empty; without it, pictures of text give the
    error `scan`. This works in the calling process without limits on time and memory: for files from people use
    `read_in_subprocess`.
    """
    if len(data) > limits.max_bytes and not formats.may_hold_files(data[:1024]):
        raise ReadError(ErrorCode.TOO_LARGE, size=len(data), limit=limits.max_bytes)
    if not data.strip(b" \t\r\n\x00"):
        raise ReadError(ErrorCode.EMPTY)
    claimed = formats.claimed_format(filename)
    kind = formats.sniff_container(data)
    if formats.container_kind(kind, claimed) == Format.ZIP:
        raise ReadError(ErrorCode.CONTAINER, kind=Format.ZIP)
    if len(data) > limits.max_bytes and kind not in formats.CONTAINERS:
        raise ReadError(ErrorCode.TOO_LARGE, size=len(data), limit=limits.max_bytes)
    if kind == Format.PDF or kind in PICTURES:
        found = Format(kind)
        extract = _read_pages(data, found, limits, recogniser)
    elif kind in (Format.DOCX, Format.ODT, Format.EML, Format.MSG, formats.SAVED_PAGE):
        found = Format.HTML if kind == formats.SAVED_PAGE else Format(kind)
        extract = cast("Extract", import_module(_READERS[kind]).read(data, limits))
    elif kind is not None:
        raise _refusal(kind, claimed)
    else:
        found, extract = _read_characters(data, claimed, limits)
    return _finished(extract, found, claimed, limits)


def _read_pages(data: bytes, found: Format, limits: Limits, program: str | None) -> Extract:
    """What may hold pictures of text."""
    if program is None and found in PICTURES:
        raise ReadError(ErrorCode.SCAN)
    module = import_module(_READERS[found])
    if program is None:
        return cast("Extract", module.read(data, limits))
    recogniser = import_module(_READERS[Format.PNG]).Recogniser(program, limits)
    return cast("Extract", module.read(data, limits, recogniser))


def _refusal(kind: str, claimed: str) -> ReadError:
    """Why a file without a reader is refused: it lies about itself, is damaged, or is not for us."""
    if kind == "encrypted_office":
        return ReadError(ErrorCode.PASSWORD_PROTECTED)
    if kind in formats.CONVERTED:
        return ReadError(ErrorCode.NO_CONVERTER, kind=kind)
    if kind == formats.BROKEN_ZIP and claimed in (Format.DOCX, Format.ODT, Format.ZIP, ""):
        return ReadError(ErrorCode.BROKEN)
    if claimed in set(Format):
        return ReadError(ErrorCode.WRONG_TYPE, claimed=claimed, actual=kind)
    return ReadError(ErrorCode.UNSUPPORTED, kind=kind)


def _read_characters(data: bytes, claimed: str, limits: Limits) -> tuple[Format, Extract]:
    """Text or html; both begin with the right characters."""
    decoded = _decoded(data, claimed)
    found = Format.HTML if formats.is_html(decoded.text, claimed=claimed) else Format.TEXT
    return found, cast("Extract", import_module(_READERS[found]).read(decoded, limits))


def _decoded(data: bytes, claimed: str) -> Decoded:
    try:
        return decode(data, formats.stated_encoding(data))
    except ReadError as error:
        if claimed in (Format.DOCX, Format.PDF):
            raise ReadError(ErrorCode.WRONG_TYPE, claimed=claimed, actual="binary data") from error
        raise


def _finished(extract: Extract, found: Format, claimed: str, limits: Limits) -> ReadText:
    text = clean(extract.text)
    if len(text) > limits.max_chars:
        raise ReadError(ErrorCode.TOO_LONG, size=len(text), limit=limits.max_chars)
    if not text:
        raise ReadError(ErrorCode.EMPTY if found is Format.TEXT else ErrorCode.NO_TEXT)
    warnings = extract.warnings
    if claimed in set(Format) and claimed != found:
        warnings = (
            *warnings,
            ReadWarning(WarningCode.OTHER_TYPE, {"claimed": claimed, "actual": str(found)}),
        )
    return ReadText(
        text=text,
        format=str(found),
        encoding=extract.encoding,
        language=_language(text),
        decoder=extract.decoder,
        title=clean(extract.title),
        outlet=clean(extract.outlet),
        published_on=extract.published_on,
        url=extract.url,
        warnings=warnings,
    )


def _language(text: str) -> Language:
    """The language, or the refusal of a text that is certainly in another one or holds no words at all."""
    language = language_of(text)
    if sum(map(str.isalpha, text[:10_000])) < _MIN_LETTERS:
        raise ReadError(ErrorCode.NO_TEXT)
    if language not in ("ar", "en", "und"):
        raise ReadError(ErrorCode.NOT_ARABIC_OR_ENGLISH, language=language)
    return cast("Literal['ar', 'en', 'und']", language)
