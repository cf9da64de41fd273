"""Reads releases written in English into the same record as the Arabic ones."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ingest.extraction.bands import band_of
from ingest.extraction.english.commitments import find_commitments
from ingest.extraction.english.events import UMBRELLA, find_events
from ingest.extraction.english.organizations import find_organizations
from ingest.extraction.english.participation import find_participants
from ingest.extraction.english.patterns import pattern
from ingest.extraction.english.places import counted_day, day_of, place_of
from ingest.extraction.english.sides import partner_mentions
from ingest.extraction.schema import Engagement, Participant, Value
from ingest.extraction.topics import find_topics

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope
    from ingest.extraction.english.places import Day, Place

_GOAL = pattern("partners.goal")
_REMEMBERED = 40  # people of earlier events who may be named again by their last name


def read_events(doc: Document) -> tuple[Engagement, ...]:
    """The engagements of a release in English, in the order of the text."""
    out: list[Engagement] = []
    known: tuple[Participant, ...] = ()
    main: tuple[Day, Place] | None = None
    for scope in find_events(doc):
        when, where = day_of(doc, scope), place_of(doc, scope)
        if main is not None:
            when = counted_day(doc, scope, main[0]) or when
        if main is not None and scope.primary:
            when = when if when[0].value else main[0]
            where = where if where[1].value or scope.kind == "call" else main[1]
        main = main or (when, where)
        abroad = where[1].value if where[1].value != doc.home.country else None
        people = find_participants(doc, scope, known, abroad)
        known = (known + people)[:_REMEMBERED]
        if scope.rule == UMBRELLA:
            continue
        engagement = _engagement(doc, scope, people, when, where)
        if _is_known(engagement) if scope.primary else _is_told(engagement):
            out.append(engagement)
    return tuple(out)


def _is_known(engagement: Engagement) -> bool:
    """An encounter of nobody in particular, nowhere, is talk of encounters."""
    return bool(engagement.participants or engagement.partner_countries or engagement.organizations)


def _is_told(engagement: Engagement) -> bool:
    """A background event counts if two of date, place and people are told."""
    facts = (
        engagement.date.value,
        engagement.city.value or engagement.country.value,
        engagement.participants,
    )
    return sum(bool(fact) for fact in facts) >= 2


def _engagement(
    doc: Document, scope: EventScope, people: tuple[Participant, ...], when: Day, where: Place
) -> Engagement:
    (day, precision, last), (city, country) = when, where
    held_on = date.fromisoformat(day.value) if day.value and precision == "day" else None
    tasks = find_commitments(doc, scope, held_on)
    partners = _partners(doc, scope, people, country)
    kind = _kind(scope, partners, people)
    return Engagement(
        kind=Value(
            kind, doc.span(scope.trigger, scope.trigger + _length(doc, scope.trigger)), scope.rule, scope.band
        ),
        primary=scope.primary,
        status=Value("planned" if scope.planned else "held"),
        date=day,
        date_precision=precision,
        date_end=last,
        city=city,
        country=country,
        partner_countries=partners,
        participants=people,
        organizations=find_organizations(doc, scope, people, tasks),
        topics=find_topics(doc, replace(scope, sentences=scope.sentences), tasks),
        commitments=tasks,
    )


def _length(doc: Document, start: int) -> int:
    match = re.compile(r"\w+").match(doc.fold, start)
    return match.end() - start if match else 1


def _kind(scope: EventScope, partners: tuple[Value[str], ...], people: tuple[Participant, ...]) -> str:
    """A meeting with nobody from outside is internal."""
    foreign = partners or any(person.country.value is None for person in people)
    return "internal" if scope.kind == "meeting" and not foreign and people else scope.kind


def _partners(
    doc: Document, scope: EventScope, people: tuple[Participant, ...], country: Value[str | None]
) -> tuple[Value[str], ...]:
    out: dict[str, Value[str]] = {}
    for person in people:
        code = person.country.value
        if code and code != doc.home.country and code not in out:
            out[code] = Value(
                code, person.country.evidence, "english.partners.person", band_of("english.partners.person")
            )
    for mention in partner_mentions(doc, scope):
        for code in mention.value.split(","):
            if code != doc.home.country and code not in out:
                out[code] = Value(
                    code,
                    doc.span(mention.start, mention.end),
                    "english.partners.party",
                    band_of("english.partners.party"),
                )
    code = country.value
    if code and code != doc.home.country and code not in out and _is_goal(doc, scope, country):
        out[code] = Value(
            code, country.evidence, "english.partners.visited", band_of("english.partners.visited")
        )
    return tuple(out.values())


def _is_goal(doc: Document, scope: EventScope, country: Value[str | None]) -> bool:
    """«arrived in Ankara on an official visit»: who goes to a country meets its hosts."""
    if scope.kind != "visit" or country.evidence is None:
        return False
    at = bisect_left(doc.folded.starts, country.evidence.start)
    return scope.lead.start <= at < scope.lead.end and bool(_GOAL.search(doc.fold, scope.lead.start, at))
