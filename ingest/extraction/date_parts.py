"""The parts that dates are said in: numbers, day and month, weekday, relative words, months and years."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ingest.extraction.calendars import (
    DOUBTFUL_MONTHS,
    GREGORIAN,
    HIJRI,
    ORDINALS,
    alternatives,
    day_of,
    days_on,
    hijri_day,
    month_near,
    month_text,
    nearest,
    nearest_hijri,
    year_text,
)
from ingest.extraction.date_words import LAST, MODIFIER, NEXT, NOW, Part

if TYPE_CHECKING:
    from collections.abc import Callable


_G, _H, _O = (alternatives(words) for words in (GREGORIAN, HIJRI, ORDINALS))
_G_EN = alternatives({month: number for month, number in GREGORIAN.items() if month.isascii()})
_TO = r"\s*(?:و|-|–|/|الي|حتي|وحتي|والي|ولغايه|لغايه|to|and|until|through)\s*"
_FIRST = rf"(?P<first>\d{{1,2}})(?:\s*(?:[،,]\s*و?|و)\s*\d{{1,2}}){{0,4}}{_TO}(?=\d)"
_DAY = rf"(?:(?<![\d/.\-])(?:{_FIRST})?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?|\b(?P<word>{_O}))"
_SLASH = rf"(?:\s*/\s*(?:{_G})\b)?"  # «كانون الثاني/ يناير»
_OF = r"\s*(?:,|من|من شهر|شهر|لشهر|of)?\s*[\"“«]?"
_GYEAR = r"(?:[\s,،]*(?:من\s+)?(?:عام|سنه|العام)?\s*(?P<year>(?:19|20)\d\d)(?!\d)\s*(?:م\b)?|\s*/\s*(?P<year2>20\d\d))?"
_HYEAR = r"(?:[\s,،]*(?:من\s+)?(?:عام|سنه|لعام)?\s*(?P<year>1[34]\d\d)(?!\d)\s*(?:ه(?:ـ)?\b|هجري(?:ه)?)?)?"

ISO = re.compile(r"(?<![\d/.\-])(?P<y>(?:19|20)\d\d)[\-/.](?P<m>\d{1,2})[\-/.](?P<d>\d{1,2})(?![\d/])")
DMY = re.compile(
    r"(?<![\d/.\-])(?:(?P<first>\d{1,2})\s?[–\-و]\s?)?(?P<d>\d{1,2})\s?[\-/.]\s?(?P<m>\d{1,2})\s?[\-/.]\s?(?P<y>(?:19|20)\d\d)(?!\d)"
)
AGENCY = re.compile(
    r"(?<![\d/.\-])(?P<d>\d{1,2})\s?[-–/]\s?(?P<m>\d{1,2})\s*(?=[(/]\s?(?:كونا|واس|وام|بنا|قنا|بترا|سانا|وفا|واع|وال|وات))"
)
HIJRI_NUMERIC = re.compile(
    r"(?<![\d/.\-])(?:(?P<y>1[34]\d\d)[\-/](?P<m>\d{1,2})[\-/](?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})[\-/](?P<m2>\d{1,2})[\-/](?P<y2>1[34]\d\d))(?!\d)"
)
DAY_MONTH = re.compile(rf"{_DAY}{_OF}(?P<month>{_G})(?!\w){_SLASH}{_GYEAR}{MODIFIER}")
TWO_MONTHS = re.compile(
    rf"(?<![\d/.\-])(?P<d1>\d{{1,2}})\s+(?P<m1>{_G}){_TO}(?P<d2>\d{{1,2}})\s+(?P<m2>{_G})(?!\w){_GYEAR}"
)
TWO_MONTHS_EN = re.compile(
    rf"\b(?P<m1>{_G_EN})\s+(?P<d1>\d{{1,2}}){_TO}(?P<m2>{_G_EN})\s+(?P<d2>\d{{1,2}})(?!\d)(?:,?\s+(?P<year>20\d\d))?",
    re.A,
)
MONTH_DAY = re.compile(
    rf"\b(?P<month>{_G_EN})\.?\s+(?:{_FIRST})?(?P<day>\d{{1,2}})(?:st|nd|rd|"
    rf"th)?(?!\d)(?:,?\s+(?P<year>20\d\d))?",
    re.A,
)
# «الثالث من الشهر الجاري», «28 من الشهر الماضي», «3 الجاري»
DAY_THIS = re.compile(
    rf"{_DAY}\s+(?:(?:من\s+)?(?:ال)?شهر\s+(?:(?P<last>{LAST})|(?P<next>{NEXT})|(?P<now>{NOW}))|الجاري|"
    r"(?:من\s+)?هذا الشهر|of this month)(?!\w)"
)
DAY_HIJRI = re.compile(rf"{_DAY}{_OF}(?P<month>{_H})(?!\w){_HYEAR}")
MONTH_CUES = "شهر|موفي|متم|نهايه|منتصف|مطلع|بدايه|اواخر|اوايل|غضون|اواسط"
MONTH = re.compile(
    rf"(?:\b(?P<shahr>لشهر|{MONTH_CUES})\s+)?\b[بلو]?(?P<month>{_G})(?!\w){_SLASH}"
    rf"(?:\s+(?:من\s+)?(?:عام|العام|سنه)?\s*(?P<year>(?:19|20)\d\d)(?!\d)|{MODIFIER})"
)
YEAR = re.compile(r"\b(?:ال|ل|ب)?(?:عام|سنه|year|in)\s+(?P<year>(?:19|20)\d\d)(?!\d)")


def _direction(match: re.Match[str]) -> int:
    return -1 if match["last"] else 1 if match["next"] else 0


def numeric(match: re.Match[str], anchor: date | None) -> Part | None:
    day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
    first = match.groupdict().get("first")
    days = _days(int(first) if first else None, day, lambda number: day_of(year, month, number))
    if not days and (turned := day_of(year, day, month)):
        days = (turned,)
    return Part(match.start(), match.end(), "absolute", 0, days) if days else None


def agency(match: re.Match[str], anchor: date | None) -> Part | None:
    """«الكويت - 12 - 5 (كونا)»: day and month as agencies write them before their name."""
    day, month = int(match["d"]), int(match["m"])
    found = nearest(month, day, anchor) if 1 <= month <= 12 else None
    return Part(match.start("d"), match.end("m"), "absolute", 2, (found,)) if found else None


def hijri_numeric(match: re.Match[str], anchor: date | None) -> Part | None:
    year, month, day = (match[key] or match[key + "2"] for key in "ymd")
    found = hijri_day(int(year), int(month), int(day))
    return Part(match.start(), match.end(), "hijri", 1, (found,)) if found else None


def _day_number(match: re.Match[str]) -> int:
    return int(match["day"]) if match["day"] else ORDINALS[match["word"]]


def _days(first: int | None, last: int, place: Callable[[int], date | None]) -> tuple[date, ...]:
    end = place(last)
    if end is None:
        return ()
    start = place(first) if first else None
    return tuple(sorted({start, end})) if start else (end,)


def day_month(match: re.Match[str], anchor: date | None) -> Part | None:
    month, day = GREGORIAN[match["month"]], _day_number(match)
    year = match["year"] or match["year2"]
    if match["now"] and anchor and "شهر" not in match["now"]:
        year = year or year_text(anchor.year)
    first = int(match["first"]) if match["first"] else None
    if year:
        days = _days(first, day, lambda number: day_of(int(year), month, number))
        return Part(match.start(), match.end(), "absolute", 0, days) if days else None
    direction = _direction(match)
    days = _days(first, day, lambda number: nearest(month, number, anchor, direction))
    if not days and day_of(2024, month, day) is None:
        return None
    vague = "" if days else f"--{month:02d}-{day:02d}"
    return Part(match.start(), match.end(), "absolute", 2, days, vague)


def day_this(match: re.Match[str], anchor: date | None) -> Part | None:
    if anchor is None:
        return None
    month = days_on(anchor.replace(day=15), 30 * _direction(match))
    days = _days(None, _day_number(match), lambda day: day_of(month.year, month.month, day)) if month else ()
    return Part(match.start(), match.end(), "absolute", 2, days) if days else None


def two_months(match: re.Match[str], anchor: date | None) -> Part | None:
    year = match["year"] or match.groupdict().get("year2")
    ends = []
    for which in "12":
        month, day = GREGORIAN[match["m" + which]], int(match["d" + which])
        found = day_of(int(year), month, day) if year else nearest(month, day, anchor)
        if found is None:
            return None
        ends.append(found)
    return Part(match.start(), match.end(), "absolute", 0, tuple(ends)) if ends[0] <= ends[1] else None


def month_day(match: re.Match[str], anchor: date | None) -> Part | None:
    month, day, first = GREGORIAN[match["month"]], int(match["day"]), match["first"]
    if not match["month"].isascii():
        return None
    year = match["year"]
    place = (lambda n: day_of(int(year), month, n)) if year else (lambda n: nearest(month, n, anchor))
    days = _days(int(first) if first else None, day, place)
    return Part(match.start(), match.end(), "absolute", 0 if year else 2, days) if days else None


def day_hijri(match: re.Match[str], anchor: date | None) -> Part | None:
    month, day = HIJRI[match["month"]], _day_number(match)
    first = int(match["first"]) if match["first"] else None
    if match["year"]:
        year = int(match["year"])
        days = _days(first, day, lambda number: hijri_day(year, month, number))
        return Part(match.start(), match.end(), "hijri", 1, days) if days else None
    days = _days(first, day, lambda number: nearest_hijri(month, number, anchor))
    return Part(match.start(), match.end(), "hijri", 3, days) if days else None


def month(match: re.Match[str], anchor: date | None) -> Part | None:
    month = GREGORIAN[match["month"]]
    if match["year"]:
        return Part(match.start(), match.end(), "month", 8, (), f"{match['year']}-{month:02d}")
    said = match["next"] or match["last"] or match["now"] or match["shahr"]
    if not said and match["month"] in DOUBTFUL_MONTHS:
        return None
    near = month_near(month, anchor, _direction(match))
    vague = month_text(anchor.year, month) if match["now"] and anchor else near
    return Part(match.start(), match.end(), "month", 9, (), vague) if vague else None


def year(match: re.Match[str], anchor: date | None) -> Part | None:
    return Part(match.start(), match.end(), "year", 12, (), match["year"])
