"""Reads the cells of an imported list: dates in both calendars, statuses and kinds in both languages."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from hijridate import Hijri

from arabic.folding import fold
from engagements.importing.isolating import isolated
from engagements.models import CommitmentKind, CommitmentStatus, DatePrecision
from engagements.tables import rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_MONTH = re.compile(r"(?:(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4}))")
_YEAR = re.compile(r"\d{4}")
_LONGEST = 9
_HIJRI = re.compile(r"\s*(?:هـ|ه|AH|H)\.?\s*$", re.IGNORECASE)
_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069م]")
_WORDS = re.compile(r"\d+|[^\W\d_]+")
_CALENDARS = {"م", "ه", "ad", "ah"}
_YEARS = (1950, 2150)
_EXAMPLES = ("2026-11-22", "22/11/2026")


class Unclear(Exception):
    """A cell that cannot be understood; the message is for people."""


def day_of(cell: str) -> date | None:
    """The date of a cell: ISO, day first, or with the month as a word, in any kind of digits; Hijri if it is marked
    so (هـ, AH) or the month is one of that calendar.

    None for an empty cell. Raises Unclear.
    """
    text = _MARKS.sub("", cell.translate(_DIGITS)).strip()
    if not text:
        return None
    plain = _HIJRI.sub("", text)
    parts, hijri = _parts(plain), plain != text
    if parts is None:
        year, month, day, hijri = _spelt(cell)
        parts = (year, month, day) if month and day else None
    if parts is None:
        told = {"cell": isolated(cell), "example": isolated(_EXAMPLES[0]), "other": isolated(_EXAMPLES[1])}
        raise Unclear(_("“%(cell)s” is no date. Write it as %(example)s or %(other)s.") % told)
    year, month, day = parts
    try:
        found = Hijri(year, month, day).to_gregorian() if hijri else date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Unclear(_("There is no such day: “%(cell)s”.") % {"cell": isolated(cell)}) from error
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        raise Unclear(
            _("“%(cell)s” is too far away. A Hijri date needs “هـ” or “AH” behind it.")
            % {"cell": isolated(cell)}
        )
    return date(found.year, found.month, found.day)


def known_day_of(cell: str) -> tuple[date | None, str]:
    """As `day_of`, with its precision; for a month (2026-11, 11/2026) or a year, its first day. Raises Unclear."""
    text = _MARKS.sub("", cell.translate(_DIGITS)).strip()
    if match := _MONTH.fullmatch(text):
        year, month = (int(part) for part in (match[1] or match[4], match[2] or match[3]))
        if _YEARS[0] <= year <= _YEARS[1] and 1 <= month <= 12:
            return date(year, month, 1), DatePrecision.MONTH
    elif _YEAR.fullmatch(text) and _YEARS[0] <= int(text) <= _YEARS[1]:
        return date(int(text), 1, 1), DatePrecision.YEAR
    year, spelt, day, hijri = _spelt(cell)
    if spelt and not day and not hijri and _YEARS[0] <= year <= _YEARS[1]:
        return date(year, spelt, 1), DatePrecision.MONTH
    found = day_of(cell)
    return found, DatePrecision.DAY if found else DatePrecision.NONE


def _spelt(cell: str) -> tuple[int, int, int, bool]:
    """Year, month and day of a date whose month is a word (`الأحد 22 نوفمبر 2026م`, `Nov 22, 2026`), and whether it
    is Hijri. Day is 0 if not given; month is 0 if the cell is no such date.
    """
    tokens = _WORDS.findall(fold(cell))
    numbers = sorted(int(token[:_LONGEST]) for token in tokens if token.isdecimal())
    names = [token for token in tokens if not token.isdecimal() and token not in _CALENDARS]
    names = [name for name in names if name not in words()["weekday"]]
    if not names or len(numbers) not in {1, 2} or numbers[-1] < 1000:
        return 0, 0, 0, False
    day = numbers[0] if len(numbers) == 2 else 0
    for calendar in ("month", "hijri"):
        if month := _month(names, words()[calendar]):
            return numbers[-1], month, day, calendar == "hijri"
    return 0, 0, 0, False


def _month(names: Sequence[str], known: Mapping[str, str]) -> int:
    """The month that these words name, also by two names together (تشرين الثاني/نوفمبر); 0 if they name none."""
    whole = known.get(" ".join(names))
    if whole is not None:
        return int(whole)
    for place in range(1, len(names)):
        first, second = (known.get(" ".join(part)) for part in (names[:place], names[place:]))
        if first is not None and first == second:
            return int(first)
    return 0


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a date in digits; None if it is none."""
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    return int(year), int(month), int(day)


def in_figures(reference: str) -> str:
    """The reference with the digits 0 to 9, the form in which references are compared: `م-١٢` and `م-12` are equal."""
    return reference.translate(_DIGITS)


def spellings(reference: str) -> set[str]:
    """The reference as written, and with each kind of digits."""
    plain = in_figures(reference)
    return {reference, plain, plain.translate(_ARABIC)}


def number_of(cell: str) -> int | None:
    """The whole number of a cell, in any kind of digits. None for an empty cell. Raises Unclear."""
    text = cell.translate(_DIGITS).strip().removeprefix("#")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Unclear(_("“%(cell)s” is no number.") % {"cell": isolated(cell)})
    return int(text)


def status_of(cell: str) -> str:
    """The status that a cell names; empty for an empty cell. Raises Unclear."""
    return _one_of("status", cell)


def kind_of(cell: str) -> str:
    """The kind that a cell names; empty for an empty cell. Raises Unclear."""
    return _one_of("kind", cell)


def _one_of(what: str, cell: str) -> str:
    folded = fold(cell).strip()
    if not folded:
        return ""
    found = words()[what].get(folded)
    if found is None:
        choices = CommitmentStatus.choices if what == "status" else CommitmentKind.choices
        known = " · ".join(str(label) for _value, label in choices)
        raise Unclear(
            _("“%(cell)s” is not understood. It can be: %(known)s.")
            % {"cell": isolated(cell), "known": known}
        )
    return found


@cache
def words() -> dict[str, dict[str, str]]:
    """`{what: {folded word: value}}` from data/import_words.tsv; `what` is `column`, `status`, `kind`, `country`,
    `month`, `hijri` (a month of that calendar) or `weekday`.
    """
    found: dict[str, dict[str, str]] = {}
    for what, value, listed in rows("import_words.tsv"):
        for word in listed.split("|"):
            found.setdefault(what, {})[fold(word).strip()] = value
    return found


def guessed(headers: Sequence[str]) -> dict[str, int]:
    """`{field: index}`: the columns recognised by their headings; of two for the same field, the first."""
    known = words()["column"]
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        field = known.get(" ".join(fold(header).split()).rstrip(" :*"))
        if field is not None:
            found.setdefault(field, place)
    return found
