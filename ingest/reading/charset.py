"""Decodes bytes: by a byte order mark, else as UTF-8 if valid, else by the stated encoding, else by what reads as
Arabic.

Windows-1256 and ISO-8859-6 both turn any bytes into Arabic letters. Only the right one gives Arabic words.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from arabic.folding import fold
from ingest.reading.errors import ErrorCode, ReadError, WarningCode
from ingest.reading.language import ARABIC_WORDS
from ingest.reading.result import ReadWarning

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 200_000
# Runs of letters beyond ASCII, as UTF-7 writes them.
_SHIFTED = re.compile(rb"\+[A-Za-z0-9+/]{5,}")
_MIN_SHIFTED = 3
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ARABIC = re.compile("[\u0620-\u064a]")
_LATIN = re.compile("[A-Za-z]")
# Signs of the wrong encoding: an accented letter or a symbol beside an Arabic letter, a vowel mark on none.
_TORN = re.compile(
    "(?<=[\u0620-\u064a])[A-Za-z\u00c0-\u024f¡-¿×÷€-™](?=[\u0620-\u064a])"
    "|(?<=[\u0620-\u064a])[\u00c0-\u024f]|[\u00c0-\u024f](?=[\u0620-\u064a])"
    "|(?<![\u0620-\u0652])[\u064b-\u0652]"
)
_WORD = re.compile("[\u0620-\u0652]+")
_USUAL = re.compile("[\t\n\r -~\xa0\xab\xbb\u060c-\u06ff\u200b-\u2026\ufb50-\ufdff\ufe70-\ufefc]")
_MIN_USUAL = 0.9
# Almost ISO-8859-6: only what is no letter there speaks for it.
_SELDOM = {"mac_arabic": 0.03}
_MAX_BAD_SHARE = 0.02
_MAX_CONTROL_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Decoded:
    """The decoded text, the name of the encoding, and what was left out or guessed."""

    text: str
    encoding: str
    warnings: tuple[ReadWarning, ...] = ()


def decode(data: bytes, stated: str = "") -> Decoded:
    """Decodes `data`. `stated` is the encoding that the file itself declares; it is used if it works.

    Raises ReadError with code `binary` if no encoding gives text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with_losses(data[len(mark) :], encoding)
    wide = _wide_encoding(data)
    if wide:
        return _checked(_with_losses(data, wide))
    if seven := _seven_bits(data):
        return _checked(seven)
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        damaged = _damaged_utf8(data)
    if damaged:
        return _checked(damaged)
    return _checked(_best_single_byte(data, stated))


def _checked(decoded: Decoded) -> Decoded:
    """Refuse what decodes but is no text: control characters stand where text has none."""
    sample = decoded.text[:_SAMPLE]
    if sample and len(_CONTROLS.findall(sample)) > _MAX_CONTROL_SHARE * len(sample):
        raise ReadError(ErrorCode.BINARY)
    return decoded


def _with_losses(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    if not lost:
        return Decoded(text, encoding)
    if lost > _MAX_BAD_SHARE * len(text) + 1:
        raise ReadError(ErrorCode.BINARY)
    warning = ReadWarning(WarningCode.UNDECODABLE_BYTES, {"count": lost, "encoding": encoding})
    return Decoded(text.replace("\ufffd", ""), encoding, (warning,))


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few bad bytes (cut off in a letter, one pasted byte) is still UTF-8."""
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    wide = sum(1 for char in text[:_SAMPLE] if char > "\x7f" and char != "\ufffd")
    if wide < 10 * lost or (lost > 1 and lost > _MAX_BAD_SHARE * len(text)):
        return None
    return _with_losses(data, "utf-8")


def _seven_bits(data: bytes) -> Decoded | None:
    """UTF-7, which old mail programs wrote: plain ASCII whose runs between `+` and `-` are Arabic letters."""
    if len(_SHIFTED.findall(data[:_SAMPLE])) < _MIN_SHIFTED or not data.isascii():
        return None
    try:
        text = data.decode("utf-7")
    except UnicodeDecodeError:
        return None
    arabic = len(_ARABIC.findall(text[:_SAMPLE]))
    return Decoded(text, "utf-7") if arabic > len(_LATIN.findall(text[:_SAMPLE])) else None


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a byte order mark: read so, nearly all of it is what Arabic and English texts are made of."""
    sample = data[: _SAMPLE // 2 * 2]
    if len(sample) < 4 or (len(data) % 2 and len(data) < 100):
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, errors="replace")
        if len(_USUAL.findall(text)) >= _MIN_USUAL * len(text):
            return encoding
    return ""


def _best_single_byte(data: bytes, stated: str) -> Decoded:
    """The candidate whose characters read best; a stated encoding wins a tie, Windows-1256 the next."""
    best: tuple[float, str, str] | None = None
    names = list(
        dict.fromkeys([*_known(stated), "cp1256", "iso-8859-6", "mac_arabic", *_guessed(data), "cp1252"])
    )
    for place, name in enumerate(names):
        try:
            text = data.decode(name, errors="replace")
        except (LookupError, UnicodeError):  # idna and undefined know no replacing
            continue
        score = readability(text) - place * 0.001 - _SELDOM.get(name, 0.0)
        if best is None or score > best[0]:
            best = score, name, text
    if best is None or best[0] < 0.2:
        raise ReadError(ErrorCode.BINARY)
    _, name, text = best
    lost = text.count("\ufffd")
    warnings = (
        [] if name in _known(stated) else [ReadWarning(WarningCode.ENCODING_GUESSED, {"encoding": name})]
    )
    if lost:
        warnings.append(ReadWarning(WarningCode.UNDECODABLE_BYTES, {"count": lost, "encoding": name}))
    return Decoded(text.replace("\ufffd", ""), name, tuple(warnings))


def _known(name: str) -> Iterable[str]:
    """Python's name of an encoding if it has one that gives characters from bytes."""
    try:
        info = codecs.lookup(name.strip()) if name.strip() else None
    except (LookupError, ValueError):
        return ()
    return (info.name,) if info and info._is_text_encoding else ()


def _guessed(data: bytes) -> Iterable[str]:
    """What charset-normalizer thinks; it is loaded only where the bytes are not UTF-8."""
    library: Any = import_module("charset_normalizer")
    best = library.from_bytes(data[:_SAMPLE]).best()
    return _known(best.encoding) if best is not None else ()


def readability(text: str) -> float:
    """How much the text looks like words, from 0 to about 2: the share of letters, more for common Arabic words,
    less for torn ones.
    """
    sample = text[:_SAMPLE]
    if not sample:
        return 0.0
    arabic, latin = len(_ARABIC.findall(sample)), len(_LATIN.findall(sample))
    spaces = sum(sample.count(each) for each in " \n\r\t")
    faults = len(_TORN.findall(sample)) + len(_CONTROLS.findall(sample)) + 2 * sample.count("\ufffd")
    words = _WORD.findall(fold(sample[:20_000]))
    known = sum(1 for word in words if word in ARABIC_WORDS or word.startswith(("ال", "وال", "لل", "بال")))
    common = known / len(words) if words else 0.0
    return (arabic + latin + spaces) / len(sample) + min(1.0, 4 * common) - 4 * faults / len(sample)
