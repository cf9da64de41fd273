"""By when: deadlines written as dates («قبل 15 يونيو»), as ends («قبل نهاية العام») and as spans («خلال أسبوعين»)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from arabic.folding import fold
from ingest.extraction.calendars import (
    HIJRI,
    alternatives,
    days_on,
    last_of_month,
    months_on,
    nearest_hijri,
    year_text,
)
from ingest.extraction.commitments.lines import between
from ingest.extraction.tables import rows

if TYPE_CHECKING:
    from datetime import date

    from ingest.extraction.document import Document, Mention


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: ISO value, folded offsets of its words, and of the phrase they stand in."""

    value: str
    start: int
    end: int
    phrase: int
    rule: str


def _pattern(text: str) -> re.Pattern[str]:
    """A pattern written as people write Arabic, compiled folded (which lowers the P of a named group)."""
    return re.compile(fold(text).replace("(?p<", "(?P<"))


_ISO = re.compile(r"\d{4}(?:-\d\d){0,2}")
_YEAR = re.compile(r"\d{4}")
_LIMIT = _pattern(
    r"(?:،\s*)?(?:وذلك\s+)?(?:(?:في|ضمن|خلال)\s+(?:موعد|أجل|مدة|فترة)\s+"
    r"(?:أقصاه|أقصاها|غايته|لا يتجاوز|لا تتجاوز|لا يتعدى)"
    r"|قبل|بحلول|حتى|لغاية|إلى غاية|موعدا أقصاه|أقصاه|أقصاها|غايته|(?:اعتبارا|ابتداء|بدءا|انطلاقا)\s+من)"
    r"(?:\s+(?:يوم|تاريخ|موفى|متم|نهاية|آخر|منتصف|بداية|مطلع|شهر|حلول|\w{4,8}))*\s*[(]?\s*$"
)
_SOFT = _pattern(r"(?:في|يوم|بتاريخ|خلال|ابتداء من|من)(?:\s+(?:يوم|شهر|تاريخ))?\s*[(]?\s*$")
_END_OF = _pattern(r"(?:نهاية|متم|موفى|آخر|منتهى|ختام|أواخر)\s+(?:شهر\s+)?$")
_ENDS = _pattern(r"(?:نهاية|متم|موفى|آخر|منتهى|ختام|أواخر)\b")
_ROUGH = _pattern(r"(?:مطلع|بداية|أوائل|منتصف|أواسط|نهاية|أواخر|غرة)\s+(?:شهر\s+)?$")
_ENDING = _pattern(
    r"(?:قبل|بحلول|مع|في موعد أقصاه|في أجل أقصاه|أقصاه|غايته|لغاية)\s+(?:حلول\s+)?"
    r"(?:نهاية|متم|موفى|آخر|انتهاء|ختام)\s+"
    r"(?:هذا\s+|هذه\s+)?(?P<unit>الشهر|العام|السنة|عام|سنة)(?P<next>\s+(?:المقبل|القادم|المقبلة|القادمة))?\b"
)
_PART_OF_YEAR = _pattern(
    r"(?:قبل|بحلول|مع|أقصاه|غايته|لغاية)\s+(?:حلول\s+)?(?:نهاية|متم|موفى|آخر|انتهاء|ختام)\s+"
    r"ال(?P<part>ربع|نصف|ثلاثي|سداسي)\s+ال(?P<which>أول|ثاني|ثالث|رابع|أخير)\s+(?:من|ل)\s*"
    r"(?:هذا\s+|هذه\s+)?(?:ال|لل)?(?:عام|سنة)(?:\s+(?P<year>\d{4})م?|(?P<next>\s+(?:المقبل|القادم)ة?))?\b"
)
# Of a year that is named, the part is a deadline without its end too; «خلال الربع الأخير من العام» is no day yet.
_IN_PART_OF_YEAR = _pattern(
    r"(?:خلال|في|أثناء|بحلول)\s+ال(?P<part>ربع|نصف|ثلاثي|سداسي)\s+ال(?P<which>أول|ثاني|ثالث|رابع|أخير)\s+"
    r"(?:من|ل)\s*(?:ال|لل)?(?:عام|سنة)\s+(?:(?P<year>\d{4})م?|(?P<next>(?:المقبل|القادم)ة?))\b"
)
_PART_MONTHS = {fold(word): months for word, months in (("ربع", 3), ("ثلاثي", 3), ("نصف", 6), ("سداسي", 6))}
_WHICH = {fold(word): place for place, word in enumerate(("أول", "ثاني", "ثالث", "رابع"), 1)}
_HIJRI_END = re.compile(
    rf"(?:نهايه|متم|موفي|اخر|ختام|انتهاء)\s+(?:شهر\s+)?(?P<month>{alternatives(HIJRI)})\b"
)
_WEEK = _pattern(r"الأسبوع\s+(?:الأول|الثاني|الثالث|الرابع|الأخير)?\s*(?:من\s+)?(?:شهر\s+)?$")
_ONE = frozenset(fold(word) for word in ("أسبوع", "أسبوعا", "شهر", "شهرا", "سنة", "عام", "عاما"))
_MIDDLE = _pattern(r"منتصف\b")
_NO_SPAN = _pattern(
    r"\s+(?:من\s+تاريخ(?!\s+(?:ال)?توقيع)|من\s+(?:استلام|تسلم|وصول|صدور|فتح|اعتماد|بدء|موافقة|إقرار)"
    r"|القادم|المقبل|القادمة|المقبلة|الماضي|الجاري|الدراسي|الدراسية|الجامعي|الجامعية|المالي|المالية)\b"
)
_SPAN = _pattern(
    r"(?:في\s+)?(?:خلال|غضون|ظرف|مدة أقصاها|مدة لا تتجاوز|مدة لا تتعدى|"
    r"أجل لا يتعدى|أجل لا يتجاوز|موعد لا يتجاوز|أجل أقصاه|موعد أقصاه|بعد)\s+(?:مدة\s+|فترة\s+)?(?:ال)?"
    r"(?:(?P<number>\d{1,3}|\w+)\s+(?:\w+\s+)?)?(?:ال)?"
    r"(?P<unit>يوما?|أيام|أسبوعا?|أسبوعين|أسابيع|شهرا?|شهرين|أشهر|شهور|سنة|سنتين|سنوات|عاما?|عامين|أعوام|ساعة)\b"
    r"(?:\s+(?P<after>\w+))?"
)
# A deadline at the end of a task, which the text of the task can do without.
DEADLINE = _pattern(
    r"،?\s*(?:وذلك\s+)?(?:(?:في|ضمن)\s+(?:موعد|أجل|مدة)\s+(?:أقصاه|أقصاها|غايته|لا يتجاوز|لا تتجاوز)"
    r"|(?:قبل|بحلول|حتى|مع|لغاية)\s+(?:حلول\s+)?(?:نهاية|متم|موفى|منتصف|بداية|مطلع|آخر|انتهاء|ختام|الأول|يوم|تاريخ|\d)"
    r"|(?:خلال|في\s+غضون|في\s+ظرف)\s+(?:مدة\s+)?(?:\d+|أسبوع|أسبوعين|شهر|شهرين|ثلاث|ثلاثة|أربع|أربعة|خمسة|ستة|ست|سبعة|"
    r"عشرة|عشر|خمسة عشر|عشرين|ثلاثين|أسبوعا|أيام|عام|سنة))\b[^،.؛]*$"
)


@cache
def _numbers() -> dict[str, int]:
    return {row[0]: int(row[1]) for row in rows("number_words")}


def number(word: str) -> int | None:
    """What a number word or numeral of a deadline says."""
    return int(word) if word.isdigit() else _numbers().get(word)


def find_due(doc: Document, start: int, limit: int, event_date: date | None) -> Due | None:
    """The deadline written in `doc.fold[start:limit]`, counted from the day of the event where it is relative."""
    dates = [mention for mention in between(doc.dates, start, limit) if mention.end <= limit]
    found = [due for mention in dates if (due := _dated(doc, mention, start, event_date))]
    strong = [due for due in found if due.rule == "limit"]
    return (
        next(iter(strong), None)
        or _ending(doc, start, limit, event_date)
        or _hijri_ending(doc, start, limit, event_date)
        or (_span(doc, start, limit, event_date) or next(iter(found), None))
    )


def _dated(doc: Document, mention: Mention, start: int, event_date: date | None) -> Due | None:
    before = doc.fold[max(start, mention.start - 60) : mention.start]
    base = max(start, mention.start - 60)
    value = mention.value.split("/")[0]
    if not _ISO.fullmatch(value):  # a date whose year nothing tells
        return None
    if _WEEK.search(before[-16:]) or _WEEK.match(doc.fold, mention.start):
        value = value[:7]  # «الأسبوع الأول من فبراير»: known to the month
    limit = _LIMIT.search(before)
    soft = None if limit else _SOFT.search(before) or _WEEK.search(before[-16:])
    if before.endswith("في ") and doc.fold[mention.start : mention.end] == "اليوم":
        return None  # «مائة ألف برميل في اليوم»
    if soft is None and limit is None and mention.form == "relative" and value > first_day(doc, event_date):
        return Due(value, mention.start, mention.end, mention.start, "date")  # «غدا»
    if len(value) < 10:
        ends = _END_OF.search(before) or _ENDS.match(doc.fold, mention.start, mention.end)
        closed = closed_month(value) if ends and (limit or not soft) else None
        rough = _ROUGH.search(before) or _ENDS.match(doc.fold, mention.start, mention.end)
        middle = _MIDDLE.search(before[-8:]) or _MIDDLE.match(doc.fold, mention.start)
        if closed is None and not (middle and limit) and (rough or not (limit or soft)):
            return None
        value = f"{value}-15" if middle and len(value) == 7 else closed or value
    value = upcoming(value, doc.quote(mention.start, mention.end), first_day(doc, event_date))
    if not value or (event_date is None and limit is None):
        return None
    mark = limit or soft
    phrase = base + mark.start() if mark else mention.start
    return Due(value, mention.start, mention.end, phrase, "limit" if limit else "date")


def first_day(doc: Document, event_date: date | None) -> str:
    """The earlier of event and publication: deadlines before an announced event are still to come."""
    days = [day for day in (event_date, doc.published) if day is not None]
    return min(days).isoformat() if days else ""


def upcoming(value: str, written: str, today: str) -> str:
    """`value` if it lies after `today`; moved on a year if its year was a guess; else nothing."""
    if not today or value > today[: len(value)]:
        return value
    if _YEAR.search(written) or not value[4:] or value[5:] == "02-29":
        return ""
    year = year_text(int(value[:4]) + 1)
    if year is None:
        return ""
    later = f"{year}{value[4:]}"
    return later if len(value) < 10 or later[:7] <= f"{int(today[:4]) + 1:04d}{today[4:7]}" else ""


def closed_month(value: str) -> str | None:
    """The last day of a month or year: `2025-02` gives 2025-02-28."""
    year, _, month = value.partition("-")
    if not month:
        return f"{year}-12-31"
    return f"{year}-{month}-{monthrange(int(year), int(month))[1]:02}" if len(month) == 2 else None


def _ending(doc: Document, start: int, limit: int, event_date: date | None) -> Due | None:
    if event_date is None:
        return None
    part = _PART_OF_YEAR.search(doc.fold, start, limit) or _IN_PART_OF_YEAR.search(doc.fold, start, limit)
    if part is not None:
        value = _part_end(part, event_date)
        return Due(value, part.start(), part.end(), part.start(), "ending") if value else None
    match = _ENDING.search(doc.fold, start, limit)
    if match is None:
        return None
    later = 1 if match["next"] else 0
    value = month_end(event_date, later) if match["unit"] == "الشهر" else year_end(event_date, later)
    return Due(value, match.start(), match.end(), match.start(), "ending") if value else None


def _part_end(part: re.Match[str], day: date) -> str | None:
    """«قبل نهاية الربع الأول من العام»: the last day of a quarter or half of a year."""
    months = _PART_MONTHS[part["part"]]
    month = months * _WHICH.get(part["which"], 12 // months)
    year = int(part["year"]) if part["year"] else day.year + bool(part["next"])
    return closed_month(f"{year_text(year)}-{month:02}") if month <= 12 and year_text(year) else None


def _hijri_ending(doc: Document, start: int, limit: int, event_date: date | None) -> Due | None:
    """«قبل نهاية شهر محرم»: the day before the next Hijri month begins."""
    match = _HIJRI_END.search(doc.fold, start, limit)
    if match is None or event_date is None:
        return None
    begin = nearest_hijri(HIJRI[match["month"]] % 12 + 1, 1, event_date)
    last = days_on(begin, -1) if begin else None
    if last is None or last < event_date:
        return None
    return Due(last.isoformat(), match.start(), match.end(), match.start(), "ending")


def month_end(day: date, later: int) -> str | None:
    """The last day of the month `later` months after that of `day`."""
    month = months_on(day.replace(day=1), later)
    return last_of_month(month).isoformat() if month else None


def year_end(day: date, later: int) -> str | None:
    """The last day of the year `later` years after that of `day`."""
    year = year_text(day.year + later)
    return f"{year}-12-31" if year else None


def _span(doc: Document, start: int, limit: int, event_date: date | None) -> Due | None:
    if event_date is None:
        return None
    for match in _SPAN.finditer(doc.fold, start, limit):
        if _NO_SPAN.match(doc.fold, match.end("unit")) or _is_dated(doc, match):
            continue
        count = _count(match["number"], match["unit"], match["after"])
        if count is None:
            continue
        value = add_span(event_date, count, match["unit"])
        if value is not None:
            return Due(value.isoformat(), match.start(), match.end("unit"), match.start(), "span")
    return None


def _is_dated(doc: Document, match: re.Match[str]) -> bool:
    """«خلال شهر سبتمبر», «خلال العام القادم» name a time and no length of time."""
    mentions = between(doc.dates, match.start(), match.end() + 12)
    return any(mention.end > match.start("unit") for mention in mentions)


def _count(number: str | None, unit: str, after: str | None) -> int | None:
    if unit.endswith("ين"):
        return 2
    for word in (number, after):
        if word and word.isdigit():
            return int(word)
        if word and word.removeprefix("ال") in _numbers():
            return _numbers()[word.removeprefix("ال")]
    return 1 if number is None and unit in _ONE else None


def add_span(day: date, count: int, unit: str) -> date | None:
    """`count` days, weeks, months or years after `day`; None for what is shorter or out of the calendar."""
    if unit.startswith("ساع"):
        return days_on(day, count // 24) if count % 24 == 0 else None
    if unit.startswith(("يوم", "ايام", "day")):
        return days_on(day, count)
    if unit.startswith(("اسبوع", "اسابيع", "week")):
        return days_on(day, 7 * count)
    if unit.startswith(("شهر", "اشهر", "شهور", "month")):
        return months_on(day, count)
    if unit.startswith(("سن", "عام", "اعوام", "year")):
        return months_on(day, 12 * count)
    return None
