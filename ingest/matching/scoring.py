"""How likely two accounts tell of one event, and why: a sum of what speaks for it and against it.

Each thing in common adds to the odds and each contradiction takes from them; the weights are logarithms of odds, set
by hand on benchmarks/pairs (the half that its table calls `dev`) and measured on the other half. docs/matching.md has
the figures. The score is an order and a threshold for showing, not a probability that anybody promised.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from arabic.names import name_key
from ingest.matching.facts import city_key
from ingest.matching.people import in_common

if TYPE_CHECKING:
    from ingest.matching.facts import Facts

SUGGESTED = 0.7
"""From this score on a pair is shown."""
NEAR_COPY = 0.5
"""Texts with at least this share of the shorter one's triples in common are copies, edited or cut."""
MOST_DAYS = 3
"""Outlets date one event so far apart; beyond it only a copy of the text is suggested."""

_PRIOR = -4.5
_UNRELATED = 0.02
"""The most that texts about different events had in common (design measurements)."""


class Grade(StrEnum):
    """How near two things are, the nearest first."""

    EXACT = "exact"
    SAME_TEXT = "same_text"
    NEAR_COPY = "near_copy"
    SAME_EVENT = "same_event"


class Said(StrEnum):
    """What a reason says. The first eight speak for one event, the others against it."""

    SAME_DAY = "same_day"
    DAYS_NEAR = "days_near"
    DATE_OPEN = "date_open"
    COUNTRIES = "countries"
    PEOPLE = "people"
    CITY = "city"
    ORGANIZATIONS = "organizations"
    WORDING = "wording"
    OTHER_DAY = "other_day"
    OTHER_COUNTRIES = "other_countries"
    OTHER_PEOPLE = "other_people"
    OTHER_CITY = "other_city"
    OTHER_KIND = "other_kind"
    SAME_OUTLET = "same_outlet"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for the pair or against it; `ingest.reasons` has the words for people."""

    code: Said
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """`score` is 0 to 1; `reasons` speak for it, `doubts` against it."""

    grade: Grade
    score: float
    reasons: tuple[Reason, ...] = ()
    doubts: tuple[Reason, ...] = ()


def compare(one: Facts, other: Facts, wording: float | None) -> Match | None:
    """The two accounts as one event. `wording` is the containment of their passages, None if it is not known.

    None if that is out of the question: more than MOST_DAYS apart, and no copy.
    """
    copied = wording is not None and wording >= NEAR_COPY
    apart = one.days.apart(other.days) if one.days and other.days else None
    if apart is not None and apart > MOST_DAYS and not copied:
        return None
    weighing = _Weighing(one, other)
    weighing.wording(wording)
    weighing.dates(apart)
    weighing.countries()
    weighing.people()
    weighing.places()
    weighing.organizations()
    weighing.told_again(copied=copied, apart=apart)
    score = 1 / (1 + math.exp(-weighing.odds))
    grade = Grade.NEAR_COPY if copied else Grade.SAME_EVENT
    return Match(
        grade, max(score, wording or 0) if copied else score, tuple(weighing.reasons), tuple(weighing.doubts)
    )


class _Weighing:
    """The odds as they add up, with what was said for and against."""

    def __init__(self, one: Facts, other: Facts) -> None:
        self.one, self.other = one, other
        self.odds = _PRIOR
        self.reasons: list[Reason] = []
        self.doubts: list[Reason] = []
        self.one_language = bool(one.language) and one.language == other.language

    def for_it(self, weight: float, code: Said, **params: Any) -> None:
        self.odds += weight
        self.reasons.append(Reason(code, params))

    def against(self, weight: float, code: Said, **params: Any) -> None:
        self.odds -= weight
        self.doubts.append(Reason(code, params))

    def wording(self, share: float | None) -> None:
        if share is None or not self.one_language:
            return
        percent = round(share * 100)
        if share >= 0.04:
            self.for_it(min(1 + (share - 0.04) * 25, 5), Said.WORDING, percent=percent)
        elif share < _UNRELATED:
            self.odds -= 1

    def dates(self, apart: int | None) -> None:
        one, other = self.one.days, self.other.days
        if apart is None or one is None or other is None:
            self.reasons.append(Reason(Said.DATE_OPEN))
        elif apart:
            self.against(0.5 if apart == 1 else 1.5, Said.OTHER_DAY, days=apart)
        elif one.sure and other.sure:
            self.for_it(2, Said.SAME_DAY)
        else:
            self.for_it(0.7, Said.DAYS_NEAR)

    def countries(self) -> None:
        one, other = self.one.countries, self.other.countries
        if common := one & other:
            self.for_it(1, Said.COUNTRIES, codes=sorted(common))
        elif one and other:
            self.against(3, Said.OTHER_COUNTRIES)

    def people(self) -> None:
        pairs = in_common(self.one.people, self.other.people)
        known = [one for one, other in pairs if not (one.head or other.head)]
        guests = sum(not (one.home and other.home) for one, other in pairs)
        guests = min(guests, len(known))
        colleagues = len(known) - guests
        if known:
            weight = min((1 + guests if guests else 0) + 0.8 * colleagues, 4.5)
            self.for_it(weight, Said.PEOPLE, names=[one.name for one in known])
        if not guests and self._guests(self.one) and self._guests(self.other):
            self.against(3, Said.OTHER_PEOPLE)

    @staticmethod
    def _guests(facts: Facts) -> bool:
        return any(not person.home for person in facts.people)

    def places(self) -> None:
        one, other = self.one, self.other
        if one.city and other.city:
            if city_key(one.city) == city_key(other.city):
                self.for_it(0.5, Said.CITY, name=one.city)
            else:
                self.against(1, Said.OTHER_CITY, names=[one.city, other.city])
        if one.kind and other.kind:
            if one.kind == other.kind:
                self.odds += 0.4
            elif "internal" in (one.kind, other.kind) or "call" in (one.kind, other.kind):
                self.against(1.5, Said.OTHER_KIND, kinds=[one.kind, other.kind])
        if one.topics and other.topics:
            self.odds += 0.8 * len(one.topics & other.topics) / len(one.topics | other.topics)

    def organizations(self) -> None:
        if common := _organizations_in_common(self.one.organizations, self.other.organizations):
            self.for_it(min(0.7 * len(common), 1.4), Said.ORGANIZATIONS, names=common)

    def told_again(self, *, copied: bool, apart: int | None) -> None:
        """One outlet that tells of two days has met twice; two outlets of one encounter differ more often."""
        if copied or not apart or not self.one.outlet:
            return
        if name_key(self.one.outlet) == name_key(self.other.outlet):
            self.against(1.5, Said.SAME_OUTLET)


def _organizations_in_common(ones: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    left = {name: name_key(name) for name in others}
    common = []
    for name in ones:
        key = name_key(name)
        if found := next((other for other, theirs in left.items() if fuzz.ratio(key, theirs) >= 85), None):
            del left[found]
            common.append(name)
    return common
