"""Where an event took place: city as written, and country."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.extraction.place_cues import (
    ARRIVES,
    AT_SEAT_OF,
    CAPITAL,
    CITY_OF,
    HELD_AT_HOME,
    MATTER,
    MISSION,
    NEWSPAPER,
    OF_INSTITUTION,
    OF_THE_WORLD,
    OFFICIAL,
    PLACE_BEFORE,
    RECEIVES,
    SEAT,
    SITE,
    TALKED_OF,
    TOWN,
    TURN,
    VENUE,
)
from ingest.extraction.schema import Band, Value, nothing
from ingest.extraction.when import EVENT_WORD

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope, Mention, Sentence
    from ingest.extraction.schema import Engagement, Participant, Span


@dataclass(frozen=True, slots=True)
class Where:
    """City as written, and country."""

    city: Value[str | None]
    country: Value[str | None]


def settle_place(doc: Document, scope: EventScope, people: tuple[Participant, ...]) -> Where:
    """City and country. A call took place nowhere; a seat without a city is the host's, the first named."""
    if scope.kind == "call":
        return Where(nothing(), nothing())
    titles = [person.role.evidence for person in people if person.role.evidence]
    found = _city(doc, scope, titles)
    if found is not None:
        mention, rule, band = found
        named = CITY_OF.match(doc.fold, mention.start, mention.end)
        start = named.end() if named else mention.start
        span = doc.span(start, mention.end)
        name = doc.quote(start, mention.end)
        return Where(Value(name, span, rule, band), Value(mention.value, span, rule, band))
    host = people[0].country.value if people else doc.home.country
    town = _unknown_town(doc, scope, host)
    if town is not None:
        return town
    abroad = _mission_city(doc, scope, people)
    if abroad is not None:
        return abroad
    country = _country(doc, scope, titles)
    if country is not None:
        return Where(nothing(), country)
    pattern = SITE if scope.kind == "visit" else SEAT
    seat = pattern.search(doc.fold, scope.lead.start, scope.lead.end)
    if (
        seat
        and host
        and (scope.kind != "visit" or {person.country.value for person in people} <= {host, None})
    ):
        return Where(
            nothing(), Value(host, doc.span(seat.start(), seat.end()), "places.seat_of_host", Band.SURE)
        )
    for block in doc.blocks:
        if block.kind == "dateline" and scope.primary and not scope.planned:
            for mention in doc.within(doc.cities, block.start, block.end):
                span = doc.span(mention.start, mention.end)
                return Where(nothing(), Value(mention.value, span, "places.dateline_country", Band.GUESS))
    received = doc.home.country in {person.country.value for person in people[1:]}
    if received and ARRIVES.match(doc.fold, scope.trigger):
        return Where(nothing(), Value(doc.home.country, None, "places.host", Band.GUESS))
    if host and RECEIVES.match(doc.fold, scope.trigger):
        verb = re.compile(r"\w+").match(doc.fold, scope.trigger)
        span = doc.span(scope.trigger, verb.end() if verb else scope.trigger)
        return Where(nothing(), Value(host, span, "places.host", Band.GUESS))
    return Where(nothing(), nothing())


def _city(doc: Document, scope: EventScope, titles: list[Span]) -> tuple[Mention, str, Band] | None:
    for sentence, rule, band in _place_sentences(scope):
        options = [
            mention
            for mention in doc.within(doc.cities, sentence.start, _clause_end(doc.fold, sentence, scope))
            if _is_place(doc, mention, visit=scope.kind == "visit") and not _in_title(doc, mention, titles)
        ]
        if scope.kind != "visit" and sentence is scope.lead:
            options = _where_they_met(doc, scope, options)
        if options:
            return min(options, key=lambda mention: abs(mention.start - scope.trigger)), rule, band
    if scope.kind == "visit" and (goal := _goal(doc, scope, titles)) is not None:
        return goal, "places.visit_goal", Band.CHECK
    if scope.kind == "conference" and (named := _in_event_name(doc, scope)) is not None:
        return named, "places.event_name", Band.CHECK
    if scope.primary and not scope.planned:
        return _dateline_city(doc, scope) or _later_city(doc, scope, titles) or _venue_city(doc, scope)
    return _venue_city(doc, scope) if scope.planned else None


def _where_they_met(doc: Document, scope: EventScope, options: list[Mention]) -> list[Mention]:
    """Without the cities that are only talked about, if another or a dateline says where it was."""
    real = [
        city for city in options if not TALKED_OF.search(doc.fold, min(scope.trigger, city.start), city.start)
    ]
    return real if real or (scope.primary and _dateline_city(doc, scope)) else options


def _in_event_name(doc: Document, scope: EventScope) -> Mention | None:
    """«مهرجان الحمامات الدولي», «معرض دمشق الدولي الـ60»: it is named after where it is held."""
    for mention in doc.within(doc.cities, scope.lead.start, scope.lead.end):
        before = doc.fold[max(scope.lead.start, mention.start - 16) : mention.start]
        if HELD_AT_HOME.search(before) and OF_THE_WORLD.match(doc.fold, mention.end):
            return mention
    return None


def _unknown_town(doc: Document, scope: EventScope, host: str | None) -> Where | None:
    """A town that no table holds, behind a word that says what it is: «بمدينة X», «إلى ولاية X»."""
    town = TOWN.search(doc.fold, scope.lead.start, _clause_end(doc.fold, scope.lead, scope))
    if town is None or host is None:
        return None
    span = doc.span(town.start(1), town.end(1))
    name: Value[str | None] = Value(
        doc.quote(town.start(1), town.end(1)), span, "places.named_town", Band.GUESS
    )
    return Where(name, name._replace(value=host))


def _goal(doc: Document, scope: EventScope, titles: list[Span]) -> Mention | None:
    """«غادر ... جدة», «زار ... مصراتة»: the verb takes the city without a preposition."""
    for mention in doc.within(doc.cities, scope.trigger, _clause_end(doc.fold, scope.lead, scope)):
        before = doc.fold[max(0, mention.start - 30) : mention.start]
        if before.endswith(" ") and not OF_INSTITUTION.search(before) and not _in_title(doc, mention, titles):
            return mention
    return None


def _venue_city(doc: Document, scope: EventScope) -> tuple[Mention, str, Band] | None:
    """Only the name of the venue says it: «قاعة المؤتمرات بجامعة بنغازي»."""
    for venue in VENUE.finditer(doc.fold, scope.lead.start, _clause_end(doc.fold, scope.lead, scope)):
        if doc.fold.endswith(" من ", scope.lead.start, venue.start()):
            continue  # «وفدا من بلدية صيدا»: whence the guests came
        for mention in doc.within(doc.cities, venue.end(), min(scope.lead.end, venue.end() + 40)):
            if len(doc.fold[venue.end() : mention.start].split()) <= 3:
                return mention, "places.venue_city", Band.GUESS
    return None


def _later_city(doc: Document, scope: EventScope, titles: list[Span]) -> tuple[Mention, str, Band] | None:
    """A city in a later sentence that speaks of the event itself: «اللقاء الذي عقد في طرابلس»."""
    for sentence in scope.sentences[:5]:
        for told in EVENT_WORD.finditer(doc.fold, sentence.start, sentence.end):
            for mention in doc.within(doc.cities, told.end(), min(sentence.end, told.end() + 60)):
                if _is_place(doc, mention, visit=False) and not _in_title(doc, mention, titles):
                    return mention, "places.later_city", Band.GUESS
    return None


def _mission_city(doc: Document, scope: EventScope, people: tuple[Participant, ...]) -> Where | None:
    """«استقبل السفير ... في أوتاوا بمقر البعثة»: the seat of a mission is where its head is accredited."""
    seat = MISSION.search(doc.fold, scope.lead.start, scope.lead.end)
    title = people[0].role.evidence if people else None
    if seat is None or title is None:
        return None
    starts = doc.folded.starts
    for mention in doc.within(doc.cities, bisect_left(starts, title.start), bisect_left(starts, title.end)):
        span = doc.span(mention.start, mention.end)
        name: Value[str | None] = Value(
            doc.quote(mention.start, mention.end), span, "places.mission", Band.CHECK
        )
        return Where(name, name._replace(value=mention.value))
    return None


def _in_title(doc: Document, mention: Mention, titles: list[Span]) -> bool:
    """«السفير الياباني لدى ليبيا», «سفير ... في أوتاوا»: said of a person, not of the event."""
    at = doc.span(mention.start, mention.end).start
    accredited = bool(
        re.search(r"\bلدي\s+\S+\s+(?:في\s+|ب)$", doc.fold[max(0, mention.start - 30) : mention.start])
    )
    return not accredited and any(title.start <= at < title.end for title in titles)


def _clause_end(text: str, sentence: Sentence, scope: EventScope) -> int:
    """Where the lead turns to another matter or to quoted words."""
    turn = TURN.search(text, max(sentence.start, min(scope.trigger, sentence.end)), sentence.end)
    return turn.start() if turn else sentence.end


def _place_sentences(scope: EventScope) -> list[tuple[Sentence, str, Band]]:
    out = [(scope.lead, "places.lead_city", Band.SURE)]
    if scope.sentences[0].index < scope.lead.index:
        out.append((scope.sentences[0], "places.first_city", Band.CHECK))
    if scope.title is not None:
        out.append((scope.title, "places.title_city", Band.CHECK))
    return out


def _is_place(doc: Document, mention: Mention, *, visit: bool) -> bool:
    text = doc.fold
    before = text[max(0, mention.start - 30) : mention.start]
    word = re.search(r"\S*$", before)
    prefix = word.group().lstrip('"“«(') if word else ""
    head = before[: len(before) - len(word.group())] if word else before
    if MATTER.search(before):
        return False
    if prefix in ("ب", "وب", "بال"):
        return not re.search(
            r"(?:سفير|سفاره|سفيره|سفارته|القنصل\w*|جامعه|معتمد|معتمدا)\s+(?:\S+\s+){0,2}$", head
        )
    if prefix == "ل" and visit:
        return True
    if prefix:
        return False
    found = PLACE_BEFORE.search(before)
    if not found:
        return False
    if AT_SEAT_OF.search(before):
        return True
    if re.match(r"(?:الي|to)\b", found.group().strip()) and not visit:
        return bool(
            re.search(
                r"(?:زياره|زيارته|زيارتها|وصوله|وصولها|وصول|"
                r"الزياره)\s+(?:\S+\s+){0,2}الي\s+(?:مدينه\s+|العاصمه\s+)?[\"“«(]?$",
                before,
            )
        )
    return not OF_INSTITUTION.search(before)


def _dateline_city(doc: Document, scope: EventScope) -> tuple[Mention, str, Band] | None:
    """The city of a ministry's or an agency's dateline; a newspaper's only if the text names the city too."""
    for block in doc.blocks:
        if block.kind != "dateline":
            continue
        for mention in doc.within(doc.cities, block.start, block.end):
            rest = doc.fold[block.start : mention.start] + " " + doc.fold[mention.end : block.end]
            for day in doc.within(doc.dates, block.start, block.end):
                rest = rest.replace(doc.fold[day.start : day.end], " ")
            if NEWSPAPER.search(OFFICIAL.sub("", rest)) and not _named_again(doc, mention):
                continue
            return mention, "places.dateline_city", Band.CHECK
    return None


def _named_again(doc: Document, mention: Mention) -> bool:
    name = doc.fold[mention.start : mention.end]
    told = [block for block in doc.blocks if block.kind in ("title", "body")]
    if any(name in doc.fold[block.start : block.end] for block in told):
        return True
    # «في مكتبه بقصر السلام»: who receives at his seat is where his own country's dateline says.
    lead = next((sentence for sentence in doc.sentences if sentence.block.kind == "body"), None)
    return lead is not None and bool(SEAT.search(doc.fold, lead.start, lead.end))


def _country(doc: Document, scope: EventScope, titles: list[Span]) -> Value[str | None] | None:
    end = _clause_end(doc.fold, scope.lead, scope)
    for mention in doc.within(doc.countries, scope.lead.start, end):
        before = doc.fold[max(scope.lead.start, mention.start - 30) : mention.start]
        capital = CAPITAL.search(before) if mention.form == "nisba" else None
        if not (mention.form == "name" or capital) or _in_title(doc, mention, titles):
            continue
        placed = re.search(r"(?:\bفي|\bداخل)\s+(?:مملكه|دوله|جمهوريه)?\s*$|(?:^|\s)[و]?ب$", before)
        placed = placed or capital
        if scope.kind == "visit":
            placed = placed or re.search(
                r"(?:الي|زار\w*|يزور|تزور|زياره|زيارته)\s+(?:رسميه\s+)?ل?(?:الي\s+)?$|\sل$", before
            )
        if placed and not MATTER.search(before):
            span = doc.span(mention.start, mention.end)
            return Value(mention.value, span, "places.lead_country", Band.CHECK)
    return None


def inherit_place(where: Where, before: Engagement) -> Where:
    """`where`, or else the place of the event before."""
    if where.city.value or not (before.city.value or (before.country.value and not where.country.value)):
        return where
    city = before.city._replace(rule="places.same_occasion", band=Band.CHECK)
    return Where(city, before.country._replace(rule="places.same_occasion", band=Band.CHECK))
