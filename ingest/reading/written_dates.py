"""A day as people write it: «12 مايو 2024», «السبت 14 جمادى الآخرة 1446», "May 12, 2024", 12/05/2024."""

from __future__ import annotations

import re
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from arabic.folding import fold

# One table of month names for all that reads dates.
_TABLE = Path(__file__).resolve().parents[1] / "extraction" / "data" / "months.tsv"
_MAX_WORDS = 1_000


def _months() -> dict[str, dict[str, int]]:
    names: dict[str, dict[str, int]] = {"g": {}, "h": {}}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            number, calendar, row = line.split("\t")
            names[calendar] |= {fold(name): int(number) for name in row.split("|")}
    return names


_NAMES = _months()


def _one_of(calendar: str) -> str:
    return "|".join(map(re.escape, sorted(_NAMES[calendar], key=len, reverse=True)))


_FIRST, _HIJRI = _one_of("g"), _one_of("h")
# «مايو/أيار», «مايو (أيار)»: two names of one month.
_SECOND = rf"(?:\s*[/(\-]\s*(?:{_FIRST})\s*\)?)?"
_TH = r"(?:st|nd|rd|th)?"
_GAP = r"[\s,،.\-/]*"
_PATTERNS = (
    ("ymd", re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")),
    ("dmy", re.compile(r"(?<!\d)(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4})(?!\d)")),
    (
        "d month y",
        re.compile(rf"(?<!\d)(\d{{1,2}}){_TH}{_GAP}(?:من )?({_FIRST}){_SECOND}{_GAP}(\d{{4}})(?!\d)"),
    ),
    (
        "month d y",
        re.compile(rf"(?<!\w)({_FIRST}){_SECOND}{_GAP}(\d{{1,2}}){_TH}{_GAP}(\d{{4}})(?!\d)"),
    ),
    ("hijri", re.compile(rf"(?<!\d)(\d{{1,2}}){_GAP}(?:من )?({_HIJRI}){_GAP}(\d{{4}})(?!\d)")),
)


def written_day(words: str) -> date | None:
    """The first whole date in `words` (only their beginning is looked at), a Gregorian one before a Hijri one.

    Numbers alone are read day first, as the Arab world writes. None where there is none with a year.
    """
    folded = fold(words[:_MAX_WORDS])
    found = [
        (form == "hijri", match.start(), form, match.groups())
        for form, pattern in _PATTERNS
        for match in pattern.finditer(folded)
    ]
    for _, _, form, groups in sorted(found):
        if day := _day(form, groups):
            return day
    return None


def _day(form: str, groups: tuple[str, ...]) -> date | None:
    first, second, third = groups
    try:
        if form == "ymd":
            return _ours(date(int(first), int(second), int(third)))
        if form == "dmy":
            day, month = (int(first), int(second)) if int(second) <= 12 else (int(second), int(first))
            return _ours(date(int(third), month, day))
        if form == "hijri":
            calendar: Any = import_module("hijridate")
            day_of = calendar.Hijri(int(third), _NAMES["h"][second], int(first)).to_gregorian()
            return _ours(date(day_of.year, day_of.month, day_of.day))
        day_first = form == "d month y"
        number, name = (first, second) if day_first else (second, first)
        return _ours(date(int(third), _NAMES["g"][name], int(number)))
    except (ValueError, OverflowError):
        return None


def _ours(day: date) -> date | None:
    return day if 1950 <= day.year <= 2100 else None
