"""Finds the parts of dates: the patterns in the order in which they are asked, each only where it may begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ingest.extraction import date_parts, date_words
from ingest.extraction.calendars import GREGORIAN, ORDINALS, WEEKDAYS
from ingest.extraction.date_words import RUN, openers
from ingest.extraction.words import PerWord

if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from datetime import date

    from ingest.extraction.date_words import Part
    from ingest.extraction.words import Words

    Make = Callable[[re.Match[str], date | None], Part | None]
    Said = tuple[Make, re.Match[str]]


def said(words: Words, end: int) -> list[Said]:
    """Whatever looks like a part before `end`, pattern by pattern; which days are meant is still open."""
    places = sorted(
        (word.start + offset, number)
        for word, openings in words.known(_OPENINGS)
        for offset, numbers in openings
        for number in numbers
    )
    found: list[list[re.Match[str]]] = [[] for _ in MAKERS]
    for start, number in places:
        matches = found[number]
        if not matches or matches[-1].end() <= start:
            match = MAKERS[number].pattern.match(words.text, start, end)
            if match is not None:
                matches.append(match)
    return [(maker.make, match) for maker, matches in zip(MAKERS, found, strict=True) for match in matches]


def resolve(found: list[Said], anchor: date | None) -> list[Part]:
    """The parts said, with their days as seen from `anchor`, in order; what says more wins where two overlap."""
    parts = [
        _trimmed(part, match.string) for make, match in found if (part := make(match, anchor)) is not None
    ]
    taken = bytearray(max((part.end for part in parts), default=0))
    out: list[Part] = []
    for part in sorted(parts, key=lambda part: (part.rank > 6, part.start, part.rank)):
        if not any(taken[part.start : part.end]):
            taken[part.start : part.end] = b"\1" * (part.end - part.start)
            out.append(part)
    return sorted(out, key=lambda part: part.start)


def _trimmed(part: Part, text: str) -> Part:
    end = part.end
    while end > part.start and not text[end - 1].isalnum():
        end -= 1
    return part if end == part.end else part._replace(end=end)


class _Maker(NamedTuple):
    """A pattern, what it makes, and what it may begin with: a number of so many digits, or a run of letters."""

    pattern: re.Pattern[str]
    make: Make
    openers: frozenset[str] = frozenset()
    digits: tuple[int, ...] = ()


_DAY, _YEAR = (1, 2), (4,)
_DAYS_OPEN = openers("", ORDINALS)
_MONTHS_EN_OPEN = openers("", (month for month in GREGORIAN if month.isascii()))
MAKERS = (
    _Maker(date_parts.ISO, date_parts.numeric, digits=_YEAR),
    _Maker(date_parts.DMY, date_parts.numeric, digits=_DAY),
    _Maker(date_parts.AGENCY, date_parts.agency, digits=_DAY),
    _Maker(date_parts.HIJRI_NUMERIC, date_parts.hijri_numeric, digits=_DAY + _YEAR),
    _Maker(date_parts.TWO_MONTHS, date_parts.two_months, digits=_DAY),
    _Maker(date_parts.TWO_MONTHS_EN, date_parts.two_months, _MONTHS_EN_OPEN),
    _Maker(date_parts.DAY_MONTH, date_parts.day_month, _DAYS_OPEN, _DAY),
    _Maker(date_parts.MONTH_DAY, date_parts.month_day, _MONTHS_EN_OPEN),
    _Maker(date_parts.DAY_HIJRI, date_parts.day_hijri, _DAYS_OPEN, _DAY),
    _Maker(
        date_parts.MONTH,
        date_parts.month,
        openers("بلو", GREGORIAN) | {"لشهر", *date_parts.MONTH_CUES.split("|")},
    ),
    _Maker(
        date_parts.YEAR, date_parts.year, openers("لب", ("عام", "سنه")) | {"العام", "السنه", "in", "year"}
    ),
    _Maker(date_parts.DAY_THIS, date_parts.day_this, _DAYS_OPEN, _DAY),
    _Maker(date_words.WEEKDAYS_RANGE, date_words.weekdays, openers("بلوف", ("يومي",)) | {"من", "on"}),
    _Maker(
        date_words.WEEKDAY,
        date_words.weekday,
        openers("بلوف", WEEKDAYS) | {"next", "coming", "last", "past", "this"},
    ),
    _Maker(date_words.AGO, date_words.ago, date_words.AGO_OPENERS),
    _Maker(date_words.RELATIVE, date_words.relative, date_words.RELATIVE_OPENERS),
    _Maker(date_words.STRETCH, date_words.stretch, date_words.STRETCH_OPENERS),
)


def _openings(word: str) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """At which letters of a word parts may begin, each with the numbers of their makers."""
    found = []
    for run in RUN.finditer(word):
        letters = run.group()
        numbers = tuple(
            number
            for number, maker in enumerate(MAKERS)
            if (len(letters) in maker.digits if letters[0].isdigit() else letters in maker.openers)
        )
        if numbers:
            found.append((run.start(), numbers))
    return tuple(found)


_OPENINGS = PerWord(_openings)
