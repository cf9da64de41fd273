"""What is known of one account of an event, in the form in which accounts are compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from arabic.folding import fold
from arabic.names import name_key
from arabic.sounds import sound_key
from ingest.extraction.tables import rows
from ingest.matching.people import Person
from ingest.proposals.values import first_day, last_day

Json = dict[str, Any]

BEFORE_PUBLICATION = timedelta(days=7)
"""An event without a date is taken to lie within these days before its release was published."""
_MINISTER = ("وزير", "minister")
_DEPUTIES = ("وكيل", "نائب", "deputy", "vice", "undersecretary")


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which it may have been, both included. `sure`: the text names one day."""

    first: date
    last: date
    sure: bool

    def apart(self, other: Days) -> int:
        """Days between the two ranges; 0 if they overlap."""
        gap = max(self.first, other.first) - min(self.last, other.last)
        return max(gap.days, 0)


@dataclass(frozen=True, slots=True)
class Facts:
    """`days` is None if nothing is known of the date. `countries` are ISO codes without the home country's.

    `organizations` are as written, without the home ministry. `outlet` is who published it.
    """

    days: Days | None = None
    kind: str = ""
    countries: frozenset[str] = frozenset()
    city: str = ""
    people: tuple[Person, ...] = ()
    organizations: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    language: str = ""
    outlet: str = ""

    @property
    def people_keys(self) -> list[str]:
        """The sounds of the people's names without the minister's: an index finds accounts with the same people
        by them.
        """
        return sorted({key for person in self.people if not person.head and (key := sound_key(person.name))})

    def to_json(self) -> Json:
        """The facts as JSON for `from_json`, without days, countries, language and outlet, which have columns of
        their own.
        """
        return {
            "sure": bool(self.days and self.days.sure),
            "kind": self.kind,
            "city": self.city,
            "people": [[person.name, person.home, person.head] for person in self.people],
            "organizations": list(self.organizations),
            "topics": sorted(self.topics),
        }


def from_proposal(
    proposal: Mapping[str, Any], *, home: str, ministries: Iterable[str], published: date | None
) -> Facts:
    """The facts of a draft (`extraction.schema.Engagement.to_json()`). `home` is the home country's code."""
    people = proposal.get("participants") or ()
    return Facts(
        days=days_of(
            proposal.get("date"), proposal.get("date_end"), proposal.get("date_precision", "none"), published
        ),
        kind=proposal.get("kind") or "",
        countries=frozenset(proposal.get("partner_countries") or ()),
        city=proposal.get("city") or "",
        people=tuple(
            person(row["name"], row.get("role") or "", home=row.get("country") == home)
            for row in people
            if row.get("name")
        ),
        organizations=foreign_to(proposal.get("organizations") or (), ministries),
        topics=frozenset(proposal.get("topics") or ()),
    )


def unread(*, published: date | None, language: str, outlet: str) -> Facts:
    """The facts of a release in which no engagement was found: only when, in which language and by whom it was
    published.
    """
    return Facts(days=days_of(None, None, "none", published), language=language, outlet=outlet)


@lru_cache(maxsize=20_000)
def person(name: str, role: str, *, home: bool) -> Person:
    """Kept, for a release is compared with some hundred engagements, most of the same people as the one before."""
    folded = fold(role)
    minister = any(word in folded for word in _MINISTER) and not any(word in folded for word in _DEPUTIES)
    return Person(name, home=home, head=home and minister)


def days_of(day: str | None, end: str | None, precision: str, published: date | None) -> Days | None:
    """The days that ISO dates of any precision allow. Without a date, the week before publication; None without
    either.
    """
    first, last = first_day(day), last_day(end or day)
    if first is None or last is None:
        return Days(published - BEFORE_PUBLICATION, published, sure=False) if published else None
    return Days(first, min(max(first, last), first + timedelta(days=366)), sure=precision == "day")


def foreign_to(organizations: Iterable[str], ministries: Iterable[str]) -> tuple[str, ...]:
    """Without the home ministry under any of its names, because nearly every release has it."""
    own = [name_key(name) for name in ministries]
    return tuple(name for name in organizations if not any(ministry in name_key(name) for ministry in own))


def from_json(
    stored: Mapping[str, Any],
    *,
    first: date | None,
    last: date | None,
    countries: Iterable[str],
    language: str,
    outlet: str,
) -> Facts:
    """The facts that `to_json` gave, with those that are stored in columns."""
    return Facts(
        days=Days(first, last, bool(stored["sure"])) if first and last else None,
        kind=stored["kind"],
        countries=frozenset(countries),
        city=stored["city"],
        people=tuple(Person(name, home=home, head=head) for name, home, head in stored["people"]),
        organizations=tuple(stored["organizations"]),
        topics=frozenset(stored["topics"]),
        language=language,
        outlet=outlet,
    )


@cache
def _cities() -> dict[str, str]:
    """For every name of a known city, folded: the first of its Arabic names."""
    known: dict[str, str] = {}
    for names, _, _, names_en in rows("cities"):
        for name in f"{names}|{names_en}".split("|"):
            known.setdefault(fold(name), fold(names.partition("|")[0]))
    for _, _, _, capitals, _, _, capitals_en in rows("countries"):
        for name in f"{capitals}|{capitals_en}".split("|"):
            known.setdefault(fold(name), fold(capitals.partition("|")[0]))
    return known


@lru_cache(maxsize=2_000)
def city_key(city: str) -> str:
    """One key for all names of a city in either language; a city that is not in the table has its folded name."""
    folded = fold(city).strip()
    return _cities().get(folded, folded)
