"""When and where an event of an English release took place."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ingest.extraction.bands import band_of
from ingest.extraction.calendars import days_on
from ingest.extraction.commitments.lines import between
from ingest.extraction.english.events import is_moved
from ingest.extraction.english.patterns import pattern
from ingest.extraction.english.tokens import word_set
from ingest.extraction.schema import Value

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope, Mention, Sentence

_NOT_WHEN = pattern("places.not_when")
_WHERE = pattern("places.where")
_NOT_WHERE = pattern("places.not_where")
_DAY_BEFORE = pattern("places.day_before")
_DAY_AFTER = pattern("places.day_after")
_PURPOSE = pattern("places.purpose")

_UNKNOWN = pattern("places.unknown")

_NO_PLACE = pattern("places.no_place")
_IN_LAND = pattern("places.in_land")

Day = tuple[Value[str | None], str, Value[str | None]]
Place = tuple[Value[str | None], Value[str | None]]


def day_of(doc: Document, scope: EventScope) -> Day:
    """(date, its precision, last day of a range) of the event."""
    chosen = _date_in(doc, scope)
    if chosen is None:
        return Value(None), "none", Value(None)
    first, _, last = chosen.value.partition("/")
    if not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", first):
        return Value(None), "none", Value(None)
    rule = f"english.date.{chosen.form or 'words'}"
    band = band_of(rule)
    if scope.planned and chosen.form == "weekday" and doc.published and first <= doc.published.isoformat():
        later = days_on(date.fromisoformat(first), 7)  # «on Friday» of what is to come
        first = later.isoformat() if later else first
    span = doc.span(chosen.start, chosen.end)
    end: Value[str | None] = Value(last, span, rule, band) if last else Value(None)
    return Value(first, span, rule, band), {4: "year", 7: "month", 10: "day"}[len(first)], end


def counted_day(doc: Document, scope: EventScope, other: Day) -> Day | None:
    """«the day before», «the following day»: counted from the day of the `other` event."""
    lead = (scope.lead.start, scope.lead.end)
    step = -1 if (told := _DAY_BEFORE.search(doc.fold, *lead)) else 1
    told = told or _DAY_AFTER.search(doc.fold, *lead)
    if told is None or not other[0].value or other[1] != "day":
        return None
    day = days_on(date.fromisoformat(other[0].value), step)
    if day is None:
        return None
    rule = "english.date.counted"
    return Value(day.isoformat(), doc.span(*told.span()), rule, band_of(rule)), "day", Value(None)


def _date_in(doc: Document, scope: EventScope) -> Mention | None:
    places = [scope.lead, *([scope.title] if scope.title else [])]
    datelines = (
        [sentence for sentence in doc.sentences if sentence.block.kind == "dateline"] if scope.primary else []
    )
    later = [s for s in scope.sentences if s != scope.lead][:3] if scope.primary else []
    for sentence in [*places, *datelines, *later]:
        found = [
            mention
            for mention in between(doc.dates, sentence.start, sentence.end)
            if "/" in mention.value or not _NOT_WHEN.search(doc.fold[sentence.start : mention.start])
        ]
        if sentence in later:
            found = [m for m in found if not scope.planned and _told(doc, m)]
        found = [mention for mention in found if len(mention.value) > 4 or not scope.primary]
        if sentence == scope.lead and is_moved(doc, scope.lead):
            found = list(between(doc.dates, sentence.start, sentence.end))[
                -1:
            ]  # «until 7 June» is the new day
        if found:
            return max(found, key=lambda mention: (len(mention.value) >= 10, -mention.start))
    return None


def _told(doc: Document, mention: Mention) -> bool:
    """In a later sentence only a day that has come, and no deadline, dates the event."""
    return doc.published is None or mention.value[:10] <= doc.published.isoformat()


def place_of(doc: Document, scope: EventScope) -> Place:
    """(city, country) of the event; a call has neither."""
    nowhere: Place = (Value(None), Value(None))
    if scope.kind == "call":
        return nowhere
    city, rule = _city_in(doc, scope, (scope.lead, "lead"))
    unknown = None if city is not None else _unknown_city(doc, scope)
    if unknown is not None:
        return unknown
    for where in _where(doc, scope):
        if city is None:
            city, rule = _city_in(doc, scope, where)
    if city is not None:
        band = band_of(f"english.city.{rule}")
        evidence = doc.span(city.start, city.end)
        land: Value[str | None] = Value(city.value, evidence, f"english.country.{rule}", band)
        return Value(doc.quote(city.start, city.end), evidence, f"english.city.{rule}", band), land
    return Value(None), _country_in(doc, scope)


def _country_in(doc: Document, scope: EventScope) -> Value[str | None]:
    for mention in between(doc.countries, scope.lead.start, scope.lead.end):
        if mention.form == "name" and _IN_LAND.search(doc.fold, scope.lead.start, mention.start):
            span = doc.span(mention.start, mention.end)
            return Value(mention.value, span, "english.country.lead", band_of("english.country.lead"))
    return Value(None)


def _unknown_city(doc: Document, scope: EventScope) -> Place | None:
    """A place that no table knows: «talks were held in Aqaba on …»."""
    match = _UNKNOWN.search(doc.fold, scope.lead.start, scope.lead.end)
    if match is None or not _is_place(doc, *match.span("name")):
        return None
    evidence = doc.span(*match.span("name"))
    city: Value[str | None] = Value(
        doc.quote(*match.span("name")), evidence, "english.city.unknown", band_of("english.city.unknown")
    )
    near = [m for m in between(doc.countries, match.end(), match.end() + 4) if m.form == "name"]
    datelines = [s for s in doc.sentences if s.block.kind == "dateline"]
    code = next((m.value for s in datelines for m in between(doc.cities, s.start, s.end)), doc.home.country)
    return city, Value(
        near[0].value if near else code,
        evidence,
        "english.country.unknown",
        band_of("english.country.unknown"),
    )


def _is_place(doc: Document, start: int, end: int) -> bool:
    """A capitalised name that is neither a country nor a day or month."""
    name = doc.fold[start:end]
    if _NO_PLACE.match(doc.fold, start):
        return False
    if not doc.letter(start).isupper() or name in word_set("month", "weekday"):
        return False
    return not between(doc.countries, start, end) and not between(doc.dates, start, end)


def _city_in(doc: Document, scope: EventScope, where: tuple[Sentence, str]) -> tuple[Mention | None, str]:
    sentence, rule = where
    for mention in between(doc.cities, sentence.start, sentence.end):
        before = doc.fold[max(sentence.start, mention.start - 120) : mention.start]
        if (
            rule == "dateline"
            or (rule == "body" and mention.start == sentence.start)
            or (
                _WHERE.search(before)
                and not _NOT_WHERE.search(before[-60:])
                and not _meant(doc, scope, sentence, mention)
            )
        ):
            return mention, rule
        if rule == "title" and not before.strip():
            return mention, rule
    return None, ""


def _meant(doc: Document, scope: EventScope, sentence: Sentence, mention: Mention) -> bool:
    """«received …, who delivered an invitation to attend the fair in Karachi»: a place talked about."""
    if sentence != scope.lead or scope.planned or mention.start < scope.trigger:
        return False
    return bool(_PURPOSE.search(doc.fold, scope.trigger, mention.start))


def _where(doc: Document, scope: EventScope) -> list[tuple[Sentence, str]]:
    if not scope.primary:
        return []
    out = [(scope.title, "title")] if scope.title is not None else []
    out.extend((sentence, "dateline") for sentence in doc.sentences if sentence.block.kind == "dateline")
    return [*out, *((sentence, "body") for sentence in scope.sentences[:3] if sentence != scope.lead)]
