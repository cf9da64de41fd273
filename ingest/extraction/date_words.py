"""The words that dates are said in: weekdays, yesterday and tomorrow, days ago, this week and last month."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ingest.extraction.calendars import WEEKDAYS, alternatives, days_on, weekday_near, year_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

# Letters or digits run together: a new run begins where a number or the script changes.
RUN = re.compile(r"\d+|[a-z]+|[^\W\da-z_]+")


def openers(clitics: str, words: Iterable[str]) -> frozenset[str]:
    """The run that each of the words begins with, plain and behind each of the clitics."""
    runs = [found.group() for word in words if (found := RUN.match(word))]
    return frozenset(clitic + run for run in runs for clitic in ("", *clitics))


class Part(NamedTuple):
    """A part at `start:end`. `days` holds one day, or first and last; without days `vague` is YYYY-MM or YYYY.

    `rank` orders parts of one date by how much they say, the best first.
    """

    start: int
    end: int
    form: str
    rank: int
    days: tuple[date, ...] = ()
    vague: str = ""
    weekday: int | None = None


NEXT = r"المقبل|المقبله|القادم|القادمه|القابل|الاتي"
LAST = r"الماضي|الماضيه|المنصرم|المنصرمه|الفائت|الفايت|السابق"
NOW = r"الجاري|الحالي|الجاريه|الحاليه"
MODIFIER = rf"(?:\s+(?P<next>{NEXT})\b|\s+(?P<last>{LAST})\b|\s+(?P<now>{NOW})\b)?"
_W = alternatives(WEEKDAYS)
WEEKDAY = re.compile(
    rf"(?<!\w)(?:(?:(?P<en_next>next|coming)|(?P<en_last>last|past)|(?P<en_this>this))\s+)?"
    rf"[بلوف]?(?P<weekday>{_W})(?!\w){MODIFIER}"
)
# «يومي الأحد والاثنين», «من الأحد إلى الثلاثاء», «on Sunday and Monday»
WEEKDAYS_RANGE = re.compile(
    rf"(?:(?P<pair>(?<!\w)[بلوف]?يومي\s+(?P<d1>{_W})\s+و(?P<d2>{_W}))|"
    rf"(?<!\w)من\s+(?:يوم\s+)?(?P<d3>{_W})\s+(?:الي|حتي|وحتي)\s+(?:يوم\s+)?(?P<d4>{_W})|"
    rf"(?<!\w)on\s+(?P<d5>{_W})\s+and\s+(?:on\s+)?(?P<d6>{_W}))(?!\w)"
    rf"(?:\s+(?:(?P<next>{NEXT}|المقبلين|القادمين)|(?P<last>{LAST}|الماضيين|المنصرمين)))?"
)
AGO_OPENERS = frozenset(("قبل", "منذ", "two", "three", "four", "five", "six"))
_DAYS = {"ثلاثه": 3, "اربعه": 4, "خمسه": 5, "سته": 6, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
AGO = re.compile(
    r"(?<!\w)(?:(?:قبل|منذ) (?:(?P<two>يومين)|(?P<number>ثلاثه|اربعه|خمسه|سته) ايام)(?! من\b)|"
    r"(?P<en>two|three|four|five|six) days ago)(?!\w)"
)
RELATIVE = re.compile(
    r"(?<!\w)[وف]?(?:(?P<before>[اأ]ول (?:من )?[اأ]مس|[اأ]مس (?:ال)?[اأ]ول(?! من)|قبل [اأ]مس|"
    r"the day before yesterday)"
    r"|(?P<yesterday>(?:ب?ال)?امس(?! الحاجه)|الليله الماضيه|البارحه|yesterday)"
    r"|(?P<after>بعد (?:يوم )?غد|the day after tomorrow)"
    r"|(?P<tomorrow>غدا|(?:ال|ب|يوم )غد|غد(?= ال)|tomorrow)"
    r"|(?P<today>اليوم(?! (?:نفسه|ذاته|عينه|الذي)\b)"
    r"(?! ال(?:تالي|سابق|موالي|واحد|ثاني|اول|ثالث|سابع|ختامي|عالمي|وطني|دولي)| ال?\w+ (?:علي التوالي))"
    r"|(?:هذه )?الليله(?! ال)|هذا اليوم|هذا المساء|هذا الصباح|(?:قبل|منذ) (?:قليل|ساعات)|today))(?!\w)"
)
_RELATIVE_WORDS = (
    "اول امس الامس بامس بالامس قبل الليله البارحه بعد غد غدا الغد بغد يوم اليوم هذه هذا منذ "
    "the yesterday tomorrow today"
)
RELATIVE_OPENERS = openers("وف", _RELATIVE_WORDS.split())
STRETCH = re.compile(
    rf"\b(?P<unit>الاسبوع|الشهر|العام|السنه)\s+(?:(?P<last>{LAST})|(?P<next>{NEXT})|(?P<now>{NOW}))\b"
    r"|(?<!\w)هذا (?P<this>الاسبوع|الشهر|العام)\b"
    r"|\b(?:last|earlier (?P<en_now>this)) (?P<en>week|month|year)\b"
)
STRETCH_OPENERS = frozenset(("الاسبوع", "الشهر", "العام", "السنه", "هذا", "last", "earlier"))
_NOT_TODAY = re.compile(r"(?:عين|صحيفه|جريده|موقع|قناه|حتي|منذ|لاول|دار|اخبار|نفس|ذات|في هذا)\s+$")


def weekday(match: re.Match[str], anchor: date | None) -> Part | None:
    number = WEEKDAYS[match["weekday"]]
    before = match.string[max(0, match.start() - 6) : match.start()]
    if match["weekday"] == "الاثنين" and re.search(r"(?:بين|كلا|هذين)\s$", before):
        return None
    ahead = match["next"] or match["en_next"]
    if (match["last"] or match["en_last"]) and anchor:  # «الخميس الماضي» is never the day itself
        days = weekday_near(number, days_on(anchor, -1))
    elif match["en_next"] and anchor:
        days = weekday_near(number, days_on(anchor, 1), 1)
    else:
        days = weekday_near(number, anchor, 1 if ahead or match["en_this"] else -1)
    form = "weekday_next" if ahead else "weekday"
    start = (
        match.start() if match["en_next"] or match["en_last"] or match["en_this"] else match.start("weekday")
    )
    return Part(start, match.end(), form, 5, (days,) if days else (), "", number)


def weekdays(match: re.Match[str], anchor: date | None) -> Part | None:
    """Two weekdays: the first day and the last, the last not after `anchor` unless they are to come."""
    first, last = (
        WEEKDAYS[name]
        for key in ("135", "246")
        if (name := next(match[f"d{n}"] for n in key if match[f"d{n}"]))
    )
    if anchor is None:
        return None
    if match["next"]:
        start = weekday_near(first, days_on(anchor, 1), 1)
        end = weekday_near(last, start, 1)
    else:
        end = weekday_near(last, days_on(anchor, -1) if match["last"] else anchor)
        start = weekday_near(first, end)
    if start is None or end is None or start == end:
        return None
    return Part(match.start(), match.end(), "weekday_next" if match["next"] else "weekday", 4, (start, end))


def ago(match: re.Match[str], anchor: date | None) -> Part | None:
    """«قبل يومين», «three days ago»."""
    count = 2 if match["two"] else _DAYS[match["number"] or match["en"]]
    day = days_on(anchor, -count) if anchor else None
    return Part(match.start(), match.end(), "relative", 6, (day,)) if day else None


def relative(match: re.Match[str], anchor: date | None) -> Part | None:
    shift = {"before": -2, "yesterday": -1, "after": 2, "tomorrow": 1, "today": 0}[str(match.lastgroup)]
    if shift == 0 and _NOT_TODAY.search(match.string, max(0, match.start() - 12), match.start()):
        return None
    day = days_on(anchor, shift) if anchor else None
    return Part(match.start(), match.end(), "relative", 6, (day,) if day else ())


def stretch(match: re.Match[str], anchor: date | None) -> Part | None:
    """«الأسبوع الماضي» and the like: known to the month, or to the year."""
    if anchor is None:
        return None
    unit = {"week": "الاسبوع", "month": "الشهر", "year": "العام"}.get(
        match["en"] or "", match["unit"] or match["this"]
    )
    step = 0 if match["en_now"] else -1 if match["last"] or match["en"] else 1 if match["next"] else 0
    if unit == "الاسبوع":
        there = days_on(anchor, 7 * step)
    elif unit == "الشهر":
        there = days_on(anchor.replace(day=15), 30 * step)
    else:
        year = year_text(anchor.year + step)
        return Part(match.start(), match.end(), "stretch", 11, (), year) if year else None
    return Part(match.start(), match.end(), "stretch", 10, (), there.isoformat()[:7]) if there else None
