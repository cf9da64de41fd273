"""What the cells of a list that is brought along mean: days in both calendars, statuses and kinds in both languages."""

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
    from collections.abc import Sequence

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_MONTH = re.compile(r"(?:(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4}))")
_YEAR = re.compile(r"\d{4}")
_HIJRI = re.compile(r"\s*(?:هـ|ه|AH|H)\.?\s*$", re.IGNORECASE)
_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069م]")
_YEARS = (1950, 2150)
_EXAMPLES = ("2026-11-22", "22/11/2026")


class Unclear(Exception):
    """A cell that cannot be understood; its message is for people."""


def day_of(cell: str) -> date | None:
    """A day as ISO or with the day first, in whichever digits; of the Hijri calendar where it is marked (هـ, AH).

    None for an empty cell. Raises Unclear.
    """
    text = _MARKS.sub("", cell.translate(_DIGITS)).strip()
    if not text:
        return None
    plain = _HIJRI.sub("", text)
    parts = _parts(plain)
    if parts is None:
        told = {"cell": isolated(cell), "example": isolated(_EXAMPLES[0]), "other": isolated(_EXAMPLES[1])}
        raise Unclear(_("“%(cell)s” is no date. Write it as %(example)s or %(other)s.") % told)
    year, month, day = parts
    try:
        found = Hijri(year, month, day).to_gregorian() if plain != text else date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Unclear(_("There is no such day: “%(cell)s”.") % {"cell": isolated(cell)}) from error
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        raise Unclear(
            _("“%(cell)s” is too far away. A Hijri date needs “هـ” or “AH” behind it.")
            % {"cell": isolated(cell)}
        )
    return date(found.year, found.month, found.day)


def known_day_of(cell: str) -> tuple[date | None, str]:
    """As `day_of`, with its precision; of a month (2026-11, 11/2026) or a year the first day. Raises Unclear."""
    text = _MARKS.sub("", cell.translate(_DIGITS)).strip()
    if match := _MONTH.fullmatch(text):
        year, month = (int(part) for part in (match[1] or match[4], match[2] or match[3]))
        if _YEARS[0] <= year <= _YEARS[1] and 1 <= month <= 12:
            return date(year, month, 1), DatePrecision.MONTH
    elif _YEAR.fullmatch(text) and _YEARS[0] <= int(text) <= _YEARS[1]:
        return date(int(text), 1, 1), DatePrecision.YEAR
    found = day_of(cell)
    return found, DatePrecision.DAY if found else DatePrecision.NONE


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year, month, day."""
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    return int(year), int(month), int(day)


def number_of(cell: str) -> int | None:
    """A whole number, in whichever digits. None for an empty cell. Raises Unclear."""
    text = cell.translate(_DIGITS).strip().removeprefix("#")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Unclear(_("“%(cell)s” is no number.") % {"cell": isolated(cell)})
    return int(text)


def status_of(cell: str) -> str:
    """Empty for an empty cell. Raises Unclear."""
    return _one_of("status", cell)


def kind_of(cell: str) -> str:
    """Empty for an empty cell. Raises Unclear."""
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
    """`{what: {folded word: value}}` of data/import_words.tsv, what being `column`, `status`, `kind` or
    `country`."""
    found: dict[str, dict[str, str]] = {}
    for what, value, listed in rows("import_words.tsv"):
        for word in listed.split("|"):
            found.setdefault(what, {})[fold(word).strip()] = value
    return found


def guessed(headers: Sequence[str]) -> dict[str, int]:
    """`{field: place}`: which column has what, by its heading; of two that could, the first."""
    known = words()["column"]
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        field = known.get(fold(header).strip().rstrip(" :*"))
        if field is not None:
            found.setdefault(field, place)
    return found
