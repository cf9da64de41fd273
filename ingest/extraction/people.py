"""The people who took part in an event: who of those named, once each, with title, side and evidence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from arabic.names import name_key
from ingest.extraction import names
from ingest.extraction.cues import HOST, IN, OUT, SAID, WITH
from ingest.extraction.mentions import Person
from ingest.extraction.schema import Band, Participant, Value, nothing
from ingest.extraction.sides import NONE, Sides, country_of_title

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope

_COMMON = 10  # times met: a first name rarer than this calls one person only
_BEARERS = 40  # named bearers of one kind of office that are compared
_MOST = 60  # participants of one event; a longer list is no press release
_BANDS = {
    "people.title_before_name": Band.SURE,
    "people.name_before_title": Band.SURE,
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
    registry = Registry(doc)
    chosen: list[Person] = []
    indices = {sentence.index for sentence in scope.sentences}
    for person in _persons_of(doc, scope):
        if person.sentence not in indices:
            continue
        full = registry.resolve(person)
        lead = person.sentence == scope.lead.index
        if full and took_part(person, full, lead=lead, near=0 < person.sentence - scope.lead.index <= 1):
            spoke = not lead and person.cue == SAID
            _admit(doc, chosen, replace(full, rule="people.speaker") if spoke else full)
    for person in registry.recalled(scope):
        _admit(doc, chosen, person)
    chosen = chosen[:_MOST]
    sides = Sides(doc, scope, chosen)
    return tuple(_participant(doc, person, sides) for person in chosen)


def _persons_of(doc: Document, scope: EventScope) -> list[Person]:
    start, end = scope.sentences[0].start, scope.sentences[-1].end
    return [person for person in doc.persons if start <= person.start < end]


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
    if person.cue == SAID:
        return (person.here or near) and full.name is not None and full.role is not None
    return present or person.cue == IN


class Registry:
    """Who is who in a release: finds the full mention behind a surname or a bare title."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.by_part: dict[str, Person] = {}
        self.by_stem: dict[str, Person] = {}
        self.titled: dict[
            str, list[Person]
        ] = {}  # named bearers of a kind of office, in the order of the text
        for person in doc.persons:
            if person.name and person.role and doc.sentences[person.sentence].block.kind != "title":
                for part in self._parts(person):
                    self.by_part.setdefault(part, person)
                self.titled.setdefault(person.stem, []).append(person)
            if person.role and not person.bare and person.stem:
                self.by_stem.setdefault(person.stem, person)
        for stem, bearers in self.titled.items():
            self.by_stem[stem] = bearers[0]

    def _parts(self, person: Person) -> list[str]:
        """The words by which people are called when named again: the last, and any that is no common given name."""
        if person.name is None:
            return []
        words = name_key(self.doc.fold[slice(*person.name)]).split()
        if not words:
            return []
        rare = words[:1] if len(words) > 1 and names.lookup(words[0]).given < _COMMON else []
        return [words[-1], *(word for word in words[1:-1] if not names.is_given(word)), *rare]

    def resolve(self, person: Person) -> Person | None:
        """The fullest mention of the same person; None for a bare title that stands for nobody known."""
        if person.name is None:
            if not person.bare:
                return self._bearer(person) or person
            known = self.by_stem.get(person.stem)
            return person if known is None and person.courtesy and person.kind == "office" else known
        parts = self._parts(person)
        known = self.by_part.get(parts[0]) if parts else None
        if known is None or known is person:
            return person
        if person.role and len(parts) and not self._same(person, known):
            return person
        if person.role is None or len(self.doc.fold[slice(*known.name or (0, 0))]) > len(
            self.doc.fold[slice(*person.name)]
        ):
            return known if self._same(person, known) else person
        return person

    def _bearer(self, person: Person) -> Person | None:
        """The named person whose full title contains this title."""
        mine = _title_words(self.doc, person)
        for bearer in self.titled.get(person.stem, ())[:_BEARERS]:
            if mine <= _title_words(self.doc, bearer) and not self._stranger(person, bearer):
                return bearer
        return None

    def _stranger(self, person: Person, bearer: Person) -> bool:
        """Whether the bearer serves another state and was not yet named when the short title was used."""
        if bearer.start < person.start:
            return False
        return country_of_title(self.doc, bearer) not in (None, self.doc.home.country)

    def _same(self, person: Person, known: Person) -> bool:
        if person.name is None or known.name is None:
            return False
        mine = set(name_key(self.doc.fold[slice(*person.name)]).split())
        theirs = set(name_key(self.doc.fold[slice(*known.name)]).split())
        return mine <= theirs or theirs <= mine

    def recalled(self, scope: EventScope) -> list[Person]:
        """People called by surname alone in the sentence that tells the event («زار الشلماني …»)."""
        out = []
        for match in _WORD.finditer(self.doc.fold, scope.lead.start, scope.lead.end):
            word = match.group()
            person = self.by_part.get(word) or (self.by_part.get(word[1:]) if word[0] in "وبل" else None)
            if person and person.sentence < scope.lead.index:
                out.append(replace(person, rule="people.named_before"))
        return out


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
    short, long = sorted((_bare(mine), _bare(theirs)), key=len)
    return short <= long


def _bare(parts: list[str]) -> set[str]:
    return {part.removeprefix("لل").removeprefix("ل").removeprefix("ال") for part in parts}


def _title_words(doc: Document, person: Person) -> set[str]:
    return _bare(doc.fold[slice(*person.role)].split()) if person.role else set()


def _fuller(doc: Document, one: Person, other: Person) -> Person:
    """Name and title of two mentions of one person: the first title, the longer name."""
    if one.name is None or (
        other.name and len(doc.fold[slice(*other.name)]) > len(doc.fold[slice(*one.name)])
    ):
        named, titled = other, one
    else:
        named, titled = one, other
    if named.role is None and titled.role is not None:
        return replace(named, role=titled.role, stem=titled.stem, kind=titled.kind)
    if named.stem == "" and titled.stem:
        return replace(named, role=titled.role, stem=titled.stem, kind=titled.kind)
    return named


def _participant(doc: Document, person: Person, sides: Sides) -> Participant:
    band = _BANDS.get(person.rule, Band.CHECK)
    name: Value[str | None] = nothing()
    if person.name:
        name = Value(doc.quote(*person.name), doc.span(*person.name), person.rule, band)
    role: Value[str | None] = nothing()
    if person.role:
        role = Value(doc.quote(*person.role), doc.span(*person.role), person.rule, band)
    country = sides.country(person)
    code = None if country.value == NONE else country.value
    return Participant(
        name=name, role=role, country=Value(code, country.evidence, country.rule, country.band)
    )
