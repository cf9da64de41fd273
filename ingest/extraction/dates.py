"""Dates named in a text, resolved against the day it came out.

A date is often said several times over («أمس الأربعاء 15 جانفي 2025», «24 ربيع الأول 1447هـ الموافق 16
سبتمبر»): the parts are found one by one, and neighbours are then joined into one mention, whose value is
that of the part that says most. A part that contradicts it is flagged by the rule name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from arabic.folding import fold
from ingest.extraction.date_finding import resolve, said
from ingest.extraction.document import Mention
from ingest.extraction.schema import Band
from ingest.extraction.words import Words

if TYPE_CHECKING:
    from datetime import date

    from ingest.extraction.date_words import Part
    from ingest.extraction.document import Block, Document

_BETWEEN = re.compile(
    r"[\s،,()/:–\-]*(?:(?:ال)?موافق(?:ه)?(?: ل)?|المصادف(?: ل)?|من شهر|من|يوم|on|"
    r"corresponding to)?[\s،,()/:–\-]*"
)
_CONFLICT = "dates.weekday_conflict"
_WITH_YEAR = 1  # rank of a part that states its year
_FIRST_LINES = 400  # letters


def find_dates(doc: Document) -> None:
    """Fills `doc.dates`. The dateline, where it has a date, is the anchor of the words after it."""
    anchor = doc.published
    found = said(doc.words, doc.reach)
    parts = resolve(found, anchor)
    lines = [(block.start, block.end) for block in doc.blocks if block.kind == "dateline"]
    stated = [part for part in parts if part.days and any(a <= part.start < b for a, b in lines)]
    if stated:
        day = min(stated, key=lambda part: part.rank).days[0]
        if anchor is None or 0 < abs((day - anchor).days) <= 60:
            parts = resolve(found, day)
    elif anchor is None and (first := _first_dated(doc, parts)) is not None:
        parts = resolve(found, first)
    inside = [part for part in parts if _is_read(doc.blocks, part.start)]
    doc.dates = tuple(_mention(group) for group in _groups(doc.fold, inside))


def _first_dated(doc: Document, parts: list[Part]) -> date | None:
    """Where nothing says when a release came out: the day that its first lines state with the year."""
    dated = (part for part in parts if part.days and part.rank <= _WITH_YEAR)
    first = next((part for part in dated if _is_read(doc.blocks, part.start)), None)
    body = next((block.start for block in doc.blocks if block.kind == "body"), 0)
    return first.days[0] if first is not None and first.start < body + _FIRST_LINES else None


def day_in(words: str, published: date | None) -> str:
    """The date that these words alone say, as precise as it is long (`2026-11`), a range as `first/last`; or empty.

    `published` is the day by which a date without a year, or a weekday, is placed.
    """
    folded = fold(words)
    parts = resolve(said(Words(folded), len(folded)), published)
    mentions = [_mention(group) for group in _groups(folded, parts)]
    values = [mention.value for mention in mentions if mention.value[:1].isdecimal()]
    return max(values, key=len, default="")


def _is_read(blocks: tuple[Block, ...], at: int) -> bool:
    """Whether `at` lies in title, dateline or body."""
    index = bisect_right(blocks, at, key=lambda block: block.start) - 1
    return index >= 0 and at < blocks[index].end and blocks[index].kind in ("title", "dateline", "body")


def _groups(text: str, parts: list[Part]) -> list[list[Part]]:
    groups: list[list[Part]] = []
    for part in parts:
        if groups:
            gap = text[groups[-1][-1].end : part.start]
            if len(gap) < 30 and "\n" not in gap and _BETWEEN.fullmatch(gap) and _joins(groups[-1], part):
                groups[-1].append(part)
                continue
        groups.append([part])
    return groups


def _joins(group: list[Part], part: Part) -> bool:
    """Two parts of one kind side by side are two dates."""
    return all(part.form[:7] != other.form[:7] for other in group)


def _tomorrow(group: list[Part]) -> Part | None:
    """«غدا الأربعاء»: the weekday is the one to come, not the last one."""
    if any(part.rank <= 3 for part in group):
        return None
    said = next((part for part in group if part.form == "relative" and part.days), None)
    named = next((part for part in group if part.weekday is not None and part.days), None)
    if said is None or named is None or said.days[0] <= named.days[0]:
        return None
    gap = (said.days[0].weekday() - (named.weekday or 0)) % 7
    return said if gap == 0 else None


def _mention(group: list[Part]) -> Mention:
    best = min(group, key=lambda part: part.rank)
    rule = f"dates.{best.form}"
    days = best.days
    ahead = _tomorrow(group)
    if ahead is not None:
        best, days = ahead, ahead.days
    weekday = next((part for part in group if part.weekday is not None), None)
    if weekday and days and ahead is None and weekday is not best and days[0].weekday() != weekday.weekday:
        hijri = best.form == "hijri"
        if hijri and weekday.days and abs((weekday.days[0] - days[0]).days) <= 1:
            days = weekday.days  # sighting of the moon: a day's difference is no contradiction
        elif best.form == "relative" and weekday.days:
            days = weekday.days
        else:
            rule = _CONFLICT
    plain = best.rank <= 3 or best.form in ("weekday", "relative")
    band = Band.SURE if plain and rule != _CONFLICT else Band.CHECK
    value = "/".join(day.isoformat() for day in days) if days else best.vague
    return Mention("date", group[0].start, max(part.end for part in group), value, best.form, rule, band)
