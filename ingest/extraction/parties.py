"""The institutions of a release and the countries they belong to: «رئيس الشركة» stands for the company's country."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.extraction.bodies import body_before
from ingest.extraction.firms import country_of_firm, of_many_states
from ingest.extraction.line import line_of, mentions_in
from ingest.extraction.org_spans import institutions
from ingest.extraction.tables import words
from ingest.extraction.words import stems

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope
    from ingest.extraction.mentions import Person
    from ingest.extraction.org_spans import Org
    from ingest.extraction.words import Word

# «عن الهيئة », «عن الشركة السيد » right before a person
_FOR = re.compile(
    r"\b[وف]?عن\s+ال(\w+)\s+(?:ال\w+\s+){0,2}(?:ال(?:سيد|سيده|مهندس|دكتور|استاذ)\s+)?(?:[/.]\s*)?$"
)
_PRIVATE = frozenset(("شركه", "مجموعه", "جامعه", "مصنع", "بنك", "مستشفي"))
_OF_STATES = ("منظمه", "صندوق", "بنك", "برنامج", "وكاله", "اتحاد", "مفوضيه")
_POSSESSED = frozenset(
    ("رييسه", "مديره", "نايبه", "مديرته", "رييسته", "نايبته", "امينه", "وكيله", "معاونه", "مكتبه")
)
WORLD = ""  # the country of an international organisation


@dataclass(frozen=True, slots=True)
class Party:
    """An institution named in the text: where, the head of its name, its words and its country."""

    start: int
    stem: str
    words: frozenset[str]
    country: str


def _private(text: str) -> bool:
    return any(rest.removeprefix("ال") in _PRIVATE for _prefix, rest in stems(text))


class Parties:
    """The institutions with a known country, in the order of the text, up to the end of a scope."""

    def __init__(self, doc: Document, scope: EventScope) -> None:
        self.doc = doc
        self.sentences = scope.sentences
        self.first = scope.sentences[0].index
        self.parties: list[Party] = []
        for sentence in scope.sentences:
            for org in institutions(line_of(doc, sentence)):
                country = self._country(org.start, org.end) if org.kind in ("body", "embassy") else None
                if country is not None:
                    text = frozenset(doc.fold[org.start : org.end].split())
                    self.parties.append(Party(org.start, org.stem, text, country))

    def _country(self, start: int, end: int) -> str | None:
        name = self.doc.fold[start:end]
        if of_many_states(name):
            return WORLD
        at = bisect_left(self.doc.countries, start, key=lambda mention: mention.start)
        while at < len(self.doc.countries) and self.doc.countries[at].start < end:
            mention = self.doc.countries[at]
            if len(mention.value) == 2:
                return mention.value
            at += 1
        cities = mentions_in(self.doc.cities, start, end)
        return cities[0].value if cities else country_of_firm(name)

    def country_for(self, person: Person) -> str | None:
        """The country of the institution that a title refers to, WORLD for an international one, None if unknown."""
        if person.role is None:
            return None
        found = self.doc.words.within(*person.role)
        for at, word in enumerate(found):
            if any(after.text.startswith(("العام", "الوطني", "القابض")) for after in found[at + 1 : at + 2]):
                continue  # «مدير الشركة العامة لكذا»: one of its own
            for _prefix, rest in stems(word.text):
                if rest.startswith("ال") and (party := self._last(rest[2:], person.start)):
                    return party.country
        named = frozenset(word.text for word in found)
        for party in self.parties:
            same = party.words & named
            if party.stem in named and len(same) >= 2 and len(same) * 2 >= len(party.words):
                return party.country
        signed = self._signed_for(person)
        if signed:
            return self._country(signed.start, signed.end)
        if any(self._possessed(word) for word in found):
            org = body_before(self.doc, self.sentences, person.start)
            return self._country(org.start, org.end) if org else None
        return None

    def _signed_for(self, person: Person) -> Org | None:
        """«… وعن الشركة نائب الرئيس فلان»: the institution for which somebody signs."""
        sentence = next((one for one in self.sentences if one.index == person.sentence), None)
        said = _FOR.search(self.doc.fold, sentence.start, person.start) if sentence else None
        if said is None or said[1] not in words("org_heads"):
            return None
        return body_before(self.doc, self.sentences, person.start)

    def belongs(self, person: Person) -> bool:
        """Whether a title names a company, a university or the like without saying of which country."""
        if person.role is None:
            return False
        found = self.doc.words.within(*person.role)
        return any(word.text.endswith("ها") or _private(word.text) for word in found)

    def _possessed(self, word: Word) -> bool:
        """«رئيسها»، «مديره»، «مديرته»: only the office, not «وزارة» with its ending written ه."""
        if word.text.endswith("ها"):
            return True
        return word.text in _POSSESSED and self.doc.quote(word.end - 1, word.end) == "ه"

    def _last(self, stem: str, before: int) -> Party | None:
        found = [party for party in self.parties if party.stem == stem and party.start < before]
        return found[-1] if found else self._world_before(stem)

    def _world_before(self, stem: str) -> Party | None:
        """«المدير العام للمنظمة», after a first event that was about an organisation of many states."""
        if stem not in _OF_STATES:
            return None
        for sentence in self.doc.sentences[: self.first]:
            for org in institutions(line_of(self.doc, sentence)):
                if org.stem == stem and of_many_states(self.doc.fold[org.start : org.end]):
                    return Party(org.start, org.stem, frozenset(), WORLD)
        return None
