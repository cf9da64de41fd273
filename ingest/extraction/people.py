"""The people who took part in an event: who of those named, once each, with title, side and evidence."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from arabic.names import name_key
from ingest.extraction.cues import HOST, IN, OUT, SAID, WITH
from ingest.extraction.mentions import Person
from ingest.extraction.registry import Registry, bare_words
from ingest.extraction.schema import Band, Participant, Value, nothing
from ingest.extraction.sides import NONE, Sides, country_of_title

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope

_COMMON = 10  # times met: a first name rarer than this calls one person only
_BEARERS = 40  # named bearers of one kind of office that are compared
_SPOKESMEN = ("متحدث", "متحدثه", "ناطق")
_PRESS = re.compile(r"\b(?:ال)?(?:مكتب|قسم|اداره|وحده)\s+(?:ال)?اعلام")
_MOST = 60  # participants of one event; a longer list is no press release
_BANDS = {
    "people.title_before_name": Band.SURE,
    "people.name_before_title": Band.CHECK,
    "people.courtesy": Band.CHECK,
    "people.office": Band.CHECK,
    "people.speaker": Band.CHECK,
    "people.quoted_name": Band.CHECK,
    "people.bare_name": Band.GUESS,
    "people.named_before": Band.CHECK,
}
_WORD = re.compile(r"[^\W\d_]+")


def find_people(doc: Document, scope: EventScope) -> tuple[Participant, ...]:
    """Participants in the order of the text."""
    registry = doc.registry = doc.registry or Registry(doc)
    chosen: list[Person] = []
    indices = {sentence.index for sentence in scope.sentences}
    for person in _persons_of(doc, scope):
        if person.sentence not in indices:
            continue
        full = registry.resolve(person)
        lead = person.sentence == scope.lead.index
        if person.cue == SAID and full and full.role and _PRESS.search(doc.fold, *full.role):
            continue  # «وقال مدير مكتب الإعلام إن الوزير …»
        if full and took_part(person, full, lead=lead, near=0 < person.sentence - scope.lead.index <= 1):
            spoke = not lead and person.cue == SAID
            _admit(doc, chosen, full._replace(rule="people.speaker") if spoke else full)
    for person in registry.recalled(scope):
        _admit(doc, chosen, person)
    chosen = chosen[:_MOST]
    sides = Sides(doc, scope, chosen)
    return tuple(_participant(doc, person, sides) for person in chosen)


def _persons_of(doc: Document, scope: EventScope) -> list[Person]:
    first = bisect_left(doc.persons, scope.sentences[0].start, key=lambda person: person.start)
    last = bisect_left(doc.persons, scope.sentences[-1].end, lo=first, key=lambda person: person.start)
    return list(doc.persons[first:last])


def took_part(person: Person, full: Person, *, lead: bool, near: bool) -> bool:
    """Whether the words before a mention say that the person was there."""
    if person.cue == OUT or (full.name is None and full.kind in ("member", "plain")):
        return False
    if full.name is None and full.bare and not (lead and full.courtesy):
        return False
    if full.name is not None and full.role is None and person.rule == "people.bare_name":
        return lead and person.cue in (IN, HOST, WITH)
    present = person.cue in (HOST, WITH)
    if full.name is None and (person.owned or not (lead or present)):
        return False
    if full.role is None and not (lead or present):
        return False
    if lead:
        return person.cue != SAID or full.name is not None
    if person.cue == SAID and (full.stem in _SPOKESMEN or not full.stem):
        return False
    if person.cue == SAID:
        return (person.here or near) and full.name is not None and full.role is not None
    return present or person.cue == IN


def _admit(doc: Document, chosen: list[Person], person: Person) -> None:
    """Adds a person unless already there; of two mentions the one that says more stays."""
    for at, other in enumerate(chosen):
        if _same_person(doc, other, person):
            chosen[at] = _fuller(doc, other, person)
            return
    if len(chosen) < _MOST:
        chosen.append(person)


def _same_person(doc: Document, one: Person, other: Person) -> bool:
    if one.name and other.name:
        mine = name_key(doc.fold[slice(*one.name)]).split()
        theirs = name_key(doc.fold[slice(*other.name)]).split()
        small, large = sorted((mine, theirs), key=len)
        return bool(small) and set(small) <= set(large)
    if not (one.role and other.role):
        return False
    mine, theirs = doc.fold[slice(*one.role)].split(), doc.fold[slice(*other.role)].split()
    if one.stem != other.stem:
        return False
    lands = {country_of_title(doc, one), country_of_title(doc, other)} - {doc.home.country}
    if len(lands) > 1 and one.stem != "سفير":
        return False
    short, long = sorted((bare_words(mine), bare_words(theirs)), key=len)
    return short <= long


def _fuller(doc: Document, one: Person, other: Person) -> Person:
    """Name and title of two mentions of one person: the first title, the longer name."""
    if one.name is None or (
        other.name and len(doc.fold[slice(*other.name)]) > len(doc.fold[slice(*one.name)])
    ):
        named, titled = other, one
    else:
        named, titled = one, other
    if named.role is None and titled.role is not None:
        return named._replace(role=titled.role, stem=titled.stem, kind=titled.kind)
    if named.stem == "" and titled.stem:
        return named._replace(role=titled.role, stem=titled.stem, kind=titled.kind)
    return named


def _participant(doc: Document, person: Person, sides: Sides) -> Participant:
    band = _BANDS.get(person.rule, Band.CHECK)
    if person.rule == "people.name_before_title" and person.courtesy:
        band = Band.SURE  # announced by a word of courtesy and explained by a title
    name: Value[str | None] = nothing()
    if person.name:
        name = doc.copied(*person.name, person.rule, band)
    role: Value[str | None] = nothing()
    if person.role:
        role = doc.copied(*person.role, person.rule, band)
    country = sides.country(person)
    code = None if country.value == NONE else country.value
    return Participant(
        name=name, role=role, country=Value(code, country.evidence, country.rule, country.band)
    )
