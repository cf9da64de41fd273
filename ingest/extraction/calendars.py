"""Month, weekday and day words, Gregorian and Hijri, and how a date without a year is placed."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from hijridate import Hijri

from arabic.folding import fold
from ingest.extraction.tables import rows

GREGORIAN: dict[str, int] = {}
HIJRI: dict[str, int] = {}
for _number, _calendar, _names in rows("months"):
    for _name in _names.split("|"):
        (GREGORIAN if _calendar == "g" else HIJRI)[_name] = int(_number)

WEEKDAYS = {
    fold(name): number
    for number, names in enumerate(
        (
            "الاثنين الإثنين الأثنين monday",
            "الثلاثاء الثلثاء التلاتاء tuesday",
            "الأربعاء الاربعا wednesday",
            "الخميس thursday",
            "الجمعة friday",
            "السبت saturday",
            "الأحد sunday",
        )
    )
    for name in names.split()
}
_UNITS = ["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"]
_TEENS = ["الحادي", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع"]
ORDINALS: dict[str, int] = {fold(word): number for number, word in enumerate(_UNITS, 1)}
ORDINALS |= {fold(f"{word} عشر"): number for number, word in enumerate(_TEENS, 11)}
ORDINALS |= {
    fold(f"{word} وال{ten}"): number for ten in ("عشرين", "عشرون") for number, word in enumerate(_TEENS, 21)
}
ORDINALS |= {
    fold(word): number
    for word, number in {"العشرين": 20, "العشرون": 20, "الثلاثين": 30, "غرة": 1, "فاتح": 1}.items()
}
ORDINALS |= {fold(f"الحادي والثلاث{end}"): 31 for end in ("ين", "ون")}


# Month names that are words of the language too: alone they are no month.
DOUBTFUL_MONTHS = frozenset(
    {"مارس", "اب", "ماي", "الفاتح", "النوار", "التمور", "الحرث", "الكانون", "اوت", "may"}
)
DOUBTFUL_MONTHS |= {
    "march",
    "mar",
    "jan",
    "feb",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
}
DOUBTFUL_MONTHS |= {"تموز", "جوان", "هانيبال", "نيسان", "شباط", "اي النار"}


def alternatives(words: dict[str, int]) -> str:
    """A regex group body of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def hijri_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian date of a Hijri one by the Umm al-Qura calendar (1343 to 1500), else None."""
    try:
        return Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None


def nearest(month: int, day: int, anchor: date | None, direction: int = 0) -> date | None:
    """`day`.`month` in the year that puts it nearest to `anchor`; `direction` -1 before it, 1 after it."""
    if anchor is None:
        return None
    found = [day_of(anchor.year + shift, month, day) for shift in (-1, 0, 1)]
    return _closest([one for one in found if one], anchor, direction)


def nearest_hijri(month: int, day: int, anchor: date | None) -> date | None:
    """As `nearest`, for a Hijri day and month."""
    if anchor is None:
        return None
    year = int((anchor.year - 622) * 33 / 32)
    found = [hijri_day(year + shift, month, day) for shift in (-1, 0, 1, 2)]
    return _closest([one for one in found if one], anchor, 0)


def weekday_near(weekday: int, anchor: date | None, direction: int = -1) -> date | None:
    """The nearest such weekday: not after `anchor` (-1), not before it (1)."""
    if anchor is None:
        return None
    if direction < 0:
        return days_on(anchor, -((anchor.weekday() - weekday) % 7))
    return days_on(anchor, (weekday - anchor.weekday()) % 7)


def month_near(month: int, anchor: date | None, direction: int = 0) -> str | None:
    """`YYYY-MM` of the month nearest to `anchor`, strictly before (-1) or after (1) it where said so."""
    if anchor is None:
        return None
    if direction < 0:
        year = anchor.year if month < anchor.month else anchor.year - 1
    elif direction > 0:
        year = anchor.year if month > anchor.month else anchor.year + 1
    else:
        middle = nearest(month, 15, anchor)
        year = middle.year if middle else anchor.year
    return month_text(year, month)


def days_on(day: date, count: int) -> date | None:
    """`day` moved by `count` days, or None outside of the years 1 to 9999."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def months_on(day: date, count: int) -> date | None:
    """The same day `count` months on or the last of that month, or None outside of the years 1 to 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not year_text(year):
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def year_text(year: int) -> str | None:
    """`YYYY`, or None for a year that has no four digits or is before 1."""
    return f"{year:04d}" if MINYEAR <= year <= MAXYEAR else None


def month_text(year: int, month: int) -> str | None:
    """`YYYY-MM`, or None as for `year_text`."""
    written = year_text(year)
    return f"{written}-{month:02d}" if written else None


def _closest(days: list[date], anchor: date, direction: int) -> date | None:
    side = [day for day in days if direction == 0 or (day - anchor).days * direction >= 0]
    return min(side, key=lambda day: abs((day - anchor).days)) if side else None
