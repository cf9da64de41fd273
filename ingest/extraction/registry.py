"""Who is who in a release: finds the full mention behind a surname or a short title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from arabic.names import name_key
from ingest.extraction import names
from ingest.extraction.sides import country_of_title

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope
    from ingest.extraction.mentions import Person

_COMMON = 10  # times met: a first name rarer than this calls one person only
_BEARERS = 40  # named bearers of one kind of office that are compared
# «لدى استقبال سموه …»: the person with whom the release opened.
_HONOURED = re.compile(
    r"(?:استقبال|استقبل|استقبلت|لقاء|التقي|التقت|اجتماع|اجتمع|تراس) "
    r"(?:سموه|سموها|معاليه|معاليها|سعادته|فخامته|جلالته|دولته)\b"
)
_WORD = re.compile(r"[^\W\d_]+")


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
        for person in doc.persons:  # those without an office come after: «المهندس "نجيب الفخري"»
            if person.name and not person.role and doc.sentences[person.sentence].block.kind != "title":
                parts = self._parts(person)
                if parts and " " in doc.fold[slice(*person.name)]:
                    self.by_part.setdefault(parts[0], person)
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
        mine = title_words(self.doc, person)
        for bearer in self.titled.get(person.stem, ())[:_BEARERS]:
            if mine <= title_words(self.doc, bearer) and not self._stranger(person, bearer):
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
            if person is None or names.is_stop(word) or word == "علي":
                continue  # «واطلع على» names nobody
            if person.sentence < scope.lead.index:
                out.append(person._replace(rule="people.named_before"))
        opener = _HONOURED.search(self.doc.fold, scope.lead.start, scope.lead.end)
        first = next((person for person in self.doc.persons if person.name and person.role), None)
        if opener and first and first.start < scope.lead.start:
            out.append(first._replace(rule="people.named_before"))
        return out


def bare_words(parts: list[str]) -> set[str]:
    return {part.removeprefix("لل").removeprefix("ل").removeprefix("ال") for part in parts}


def title_words(doc: Document, person: Person) -> set[str]:
    return bare_words(doc.fold[slice(*person.role)].split()) if person.role else set()
