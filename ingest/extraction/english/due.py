"""Deadlines of English tasks: «by 30 April», «before the end of the year», «within two weeks»."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.extraction.bands import band_of
from ingest.extraction.commitments.due import (
    add_span,
    closed_month,
    first_day,
    month_end,
    number,
    upcoming,
    year_end,
)
from ingest.extraction.commitments.lines import between
from ingest.extraction.english.patterns import pattern
from ingest.extraction.schema import Value

if TYPE_CHECKING:
    from datetime import date

    from ingest.extraction.document import Document, Mention

_LIMIT = pattern("due.limit")
_END = pattern("due.end")
_PART = pattern("due.part")
_COUNTED_FROM = pattern("due.counted_from")
_SPAN = pattern("due.span")


def find_due(doc: Document, start: int, limit: int, event_date: date | None) -> Value[str | None]:
    """The deadline written in `doc.fold[start:limit]`."""
    for mention in between(doc.dates, start, limit):
        value = _dated(doc, mention, start, event_date)
        if value:
            return Value(
                value, doc.span(mention.start, mention.end), "english.due.date", band_of("english.due.date")
            )
    part = _PART.search(doc.fold, start, limit)
    if part is not None and event_date is not None:
        last = _part_end(part, event_date)
        return Value(last, doc.span(part.start(), part.end()), "english.due.end", band_of("english.due.end"))
    end = _END.search(doc.fold, start, limit)
    if end is not None and event_date is not None:
        last = _end_of(end, event_date)
        return Value(last, doc.span(end.start(), end.end()), "english.due.end", band_of("english.due.end"))
    for span in _SPAN.finditer(doc.fold, start, limit):
        if _COUNTED_FROM.match(doc.fold, span.end()):
            continue
        count = number(span["number"])
        day = add_span(event_date, count, span["unit"]) if event_date and count else None
        if day is not None:
            return Value(
                day.isoformat(),
                doc.span(span.start(), span.end()),
                "english.due.span",
                band_of("english.due.span"),
            )
    return Value(None)


def _dated(doc: Document, mention: Mention, start: int, event_date: date | None) -> str:
    before = _LIMIT.search(doc.fold[max(start, mention.start - 40) : mention.start])
    value = mention.value.split("/")[0]
    if before is None or not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", value):
        return ""
    if len(value) < 10 and before["end"]:
        value = closed_month(value) or value
    return upcoming(value, doc.quote(mention.start, mention.end), first_day(doc, event_date))


def _part_end(match: re.Match[str], day: date) -> str | None:
    """«in the first quarter of 2023»: its last day."""
    months = 3 if match["part"] == "quarter" else 6
    month = months * {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(match["which"], 12 // months)
    year = int(match["year"]) if match["year"] else day.year + 1
    return closed_month(f"{year}-{month:02}") if month <= 12 else None


def _end_of(match: re.Match[str], day: date) -> str | None:
    later = 1 if match["next"] else 0
    return month_end(day, later) if match["unit"] == "month" else year_end(day, later)
