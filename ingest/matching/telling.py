"""A passage in the form in which passages are compared: its wording, its subject, and the names, cities and days in
it.

The reader decides who took part, for which country and when. Where it errs (a foreign outlet calls its own minister
"the minister"), what the passage mentions at all still tells whether two are about one event.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from arabic.sounds import sounds
from ingest.extraction.document import Home
from ingest.extraction.opening import open_document
from ingest.extraction.pipeline import MENTION_STAGES
from ingest.matching.facts import city_key
from ingest.matching.matter import matter, stem, stock_stems
from ingest.matching.shingles import shingles, words

if TYPE_CHECKING:
    from ingest.matching.people import Person

Json = dict[str, Any]

_MOST_NAMES = 300
_TELLING = 5
"""Consonants that two words need together for their sound to be somebody's name and not any words."""


@dataclass(frozen=True, slots=True)
class Passage:
    """`shingles` and `matter` are hashes of word triples and of telling words; `names` are the sounds of
    neighbouring words.
    """

    shingles: frozenset[int] = frozenset()
    matter: frozenset[int] = frozenset()
    countries: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()
    names: frozenset[int] = frozenset()

    def hears(self, person: Person) -> bool:
        """Whether two neighbouring words of the passage sound like two neighbouring words of the name."""
        return not self.names.isdisjoint(_neighbours(person.sounds))

    def __or__(self, other: Passage) -> Passage:
        """What two passages about one event say together."""
        return Passage(
            self.shingles | other.shingles,
            self.matter | other.matter,
            self.countries | other.countries,
            self.cities | other.cities,
            self.days | other.days,
            self.names | other.names,
        )

    def to_json(self) -> Json:
        """The passage as JSON without the shingles, which have a column of their own."""
        return {
            "matter": sorted(self.matter),
            "countries": sorted(self.countries),
            "cities": sorted(self.cities),
            "days": sorted(day.isoformat() for day in self.days),
            "names": sorted(self.names),
        }


def listen(text: str, *, people: Iterable[Person], home: str, published: date | None) -> Passage:
    """The passage `text`, prepared for comparison. `home` is the home country's code."""
    doc = open_document(text, Home(home), published)
    for stage in MENTION_STAGES:
        stage(doc)
    spoken = words(text)
    heard = [sound for word in spoken for sound in sounds(word) if stem(word) not in stock_stems()]
    return Passage(
        frozenset(shingles(spoken)),
        frozenset(matter(spoken, [person.name for person in people])),
        frozenset(each.value for each in doc.countries if len(each.value) == 2) - {home},
        frozenset(city_key(doc.fold[each.start : each.end]) for each in doc.cities),
        frozenset(day for each in doc.dates for day in _days(each.value)),
        frozenset(_neighbours(heard)[:_MOST_NAMES]),
    )


def together(passages: Iterable[Passage]) -> Passage | None:
    """All these passages as one; None if there is none."""
    found = list(passages)
    return reduce(Passage.__or__, found) if found else None


def from_json(shingles: Collection[int], stored: Mapping[str, Any]) -> Passage:
    """The passage that `to_json` gave, with its shingles."""
    return Passage(
        frozenset(shingles),
        frozenset(stored["matter"]),
        frozenset(stored["countries"]),
        frozenset(stored["cities"]),
        frozenset(date.fromisoformat(day) for day in stored["days"]),
        frozenset(stored["names"]),
    )


def _neighbours(heard: Iterable[str]) -> list[int]:
    pairs = (one + other for one, other in pairwise(heard))
    return [zlib.crc32(pair.encode()) for pair in pairs if len(pair) >= _TELLING]


def _days(value: str | None) -> Iterable[date]:
    for part in (value or "").split("/"):
        try:
            yield date.fromisoformat(part)
        except ValueError:
            continue  # a month, a year, or a vague date: too wide to compare
