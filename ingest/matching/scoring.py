"""How likely two accounts tell of one event, and why: the weights of what speaks for and against it are summed up.

Each thing in common raises the odds, each contradiction lowers them. The weights are logarithms of odds, set by hand
on benchmarks/pairs (the half that its table calls `dev`) and measured on the other half; docs/matching.md has the
figures. The score is good for sorting and for a threshold. It is not a calibrated probability.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from arabic.names import name_key
from ingest.matching.facts import city_key
from ingest.matching.matter import in_common as share
from ingest.matching.people import in_common, same_person
from ingest.matching.shingles import containment
from ingest.matching.telling import Passage

if TYPE_CHECKING:
    from ingest.matching.facts import Facts
    from ingest.matching.people import Person

SUGGESTED = 0.6
"""From this score on a pair is shown."""
NEAR_COPY = 0.5
"""Texts with at least this share of the shorter one's triples in common are copies, edited or cut."""
OWN_COPY = 0.8
"""The same within one outlet, whose releases of two events share up to .46 of their phrases."""
MOST_DAYS = 3
"""Outlets date one event so far apart; beyond it only a copy of the text is suggested."""

_PRIOR = -4.5
_UNRELATED = 0.06
"""So little of what they are about is the same in accounts of different things."""

_PHRASES = 8
"""Fewer triples in common may be a name with its title and a date."""


class Grade(StrEnum):
    """How close two things are, the closest first."""

    EXACT = "exact"
    SAME_TEXT = "same_text"
    NEAR_COPY = "near_copy"
    SAME_EVENT = "same_event"


class ReasonCode(StrEnum):
    """The codes of reasons. The first eight speak for one event, the others against it."""

    SAME_DAY = "same_day"
    DAYS_NEAR = "days_near"
    COUNTRIES = "countries"
    PEOPLE = "people"
    CITY = "city"
    ORGANIZATIONS = "organizations"
    WORDING = "wording"
    MATTER = "matter"
    DATE_OPEN = "date_open"
    OTHER_DAY = "other_day"
    OTHER_COUNTRIES = "other_countries"
    OTHER_PEOPLE = "other_people"
    MORE_PEOPLE = "more_people"
    OTHER_CITY = "other_city"
    OTHER_KIND = "other_kind"
    SAME_OUTLET = "same_outlet"


_CONTRADICTED = {ReasonCode.OTHER_COUNTRIES, ReasonCode.OTHER_PEOPLE}
"""What no copy of a text can have."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for the pair or against it. `ingest.reasons` has the words for people."""

    code: ReasonCode
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """The result. `score` is 0 to 1; `reasons` speak for it, `doubts` against it."""

    grade: Grade
    score: float
    reasons: tuple[Reason, ...] = ()
    doubts: tuple[Reason, ...] = ()


def least_share(outlet: str, other_outlet: str) -> float:
    """The containment from which texts of these outlets are copies. An unknown outlet may be the same as the other."""
    return NEAR_COPY if outlet and other_outlet and not _same_outlet(outlet, other_outlet) else OWN_COPY


def compare(
    one: Facts, other: Facts, mine: Passage | None = None, theirs: Passage | None = None
) -> Match | None:
    """Compares two accounts. None if they cannot be one event: more than MOST_DAYS apart and no copies.

    Without passages, only the facts are compared.
    """
    wording = containment(mine.shingles, theirs.shingles) if mine and theirs else None
    repeated = _same_outlet(one.outlet, other.outlet)
    copied = wording is not None and wording >= least_share(one.outlet, other.outlet)
    apart = one.days.apart(other.days) if one.days and other.days else None
    if apart is not None and apart > MOST_DAYS and not copied:
        return None
    weighing = _Weighing(one, other, mine or Passage(), theirs or Passage())
    weighing.dates(apart)
    weighing.countries()
    weighing.people()
    weighing.cities()
    weighing.kinds()
    weighing.organizations()
    if copied or not repeated:
        # One outlet repeats its phrases and subjects, so its releases about two events are similar anyway.
        weighing.texts(wording)
    elif apart:
        # Two outlets may give different days for one event; one outlet hardly ever does.
        weighing.against(1.5, ReasonCode.SAME_OUTLET)
    if copied and {doubt.code for doubt in weighing.doubts} >= _CONTRADICTED:
        # A standard text of the outlet, reused for another guest from another country.
        return None
    score = 1 / (1 + math.exp(-weighing.odds))
    grade = Grade.NEAR_COPY if copied else Grade.SAME_EVENT
    score = max(score, wording or 0) if copied else score
    return Match(grade, score, tuple(weighing.reasons), tuple(weighing.doubts))


class _Weighing:
    """The sum of the weights, with the reasons for and against."""

    def __init__(self, one: Facts, other: Facts, mine: Passage, theirs: Passage) -> None:
        self.one, self.other, self.mine, self.theirs = one, other, mine, theirs
        self.odds = _PRIOR
        self.reasons: list[Reason] = []
        self.doubts: list[Reason] = []

    def for_it(self, weight: float, code: ReasonCode, **params: Any) -> None:
        self.odds += weight
        self.reasons.append(Reason(code, params))

    def against(self, weight: float, code: ReasonCode, **params: Any) -> None:
        self.odds -= weight
        self.doubts.append(Reason(code, params))

    def dates(self, apart: int | None) -> None:
        one, other = self.one.days, self.other.days
        if apart is None or one is None or other is None:
            self.against(
                1.5, ReasonCode.DATE_OPEN
            )  # without days, all meetings of the same people look the same
        elif not apart:
            if one.sure and other.sure:
                self.for_it(2, ReasonCode.SAME_DAY)
            else:
                self.for_it(0.7, ReasonCode.DAYS_NEAR)
        elif one.first in self.theirs.days or other.first in self.mine.days:
            self.against(0, ReasonCode.OTHER_DAY, days=apart)  # the other text also mentions that day
        else:
            self.against(1.5 if apart == 1 else 2.5, ReasonCode.OTHER_DAY, days=apart)

    def countries(self) -> None:
        one, other = self.one.countries, self.other.countries
        if common := one & other:
            self.for_it(1, ReasonCode.COUNTRIES, codes=sorted(common))
        elif named := (one & self.theirs.countries) | (other & self.mine.countries):
            self.for_it(0.7, ReasonCode.COUNTRIES, codes=sorted(named))
        elif one and other:
            self.against(4, ReasonCode.OTHER_COUNTRIES)

    def people(self) -> None:
        """Guests count more than colleagues. The minister, who is in nearly every release, does not count."""
        pairs = in_common(self.one.people, self.other.people)
        matched = {person for pair in pairs for person in pair}
        heard = [each for each in self.one.people if each not in matched and self.theirs.hears(each)]
        heard += [each for each in self.other.people if each not in matched and self.mine.hears(each)]
        known = [one for one, other in pairs if not (one.head and other.head)] + _once(heard)
        matched.update(heard)
        colleagues = sum(one.home and other.home for one, other in pairs if not (one.head and other.head))
        guests = len(known) - colleagues
        if known:
            weight = min((1 + guests if guests else 0) + 0.8 * colleagues, 4.5)
            if len(known) > 1 and self.one.language != self.other.language:
                weight += 0.7  # across languages nothing else in the texts can be compared
            self.for_it(weight, ReasonCode.PEOPLE, names=[person.name for person in known])
            if _others(self.one, matched) and _others(self.other, matched):
                self.against(1, ReasonCode.MORE_PEOPLE)
        elif _guests(self.one) and _guests(self.other):
            self.against(3, ReasonCode.OTHER_PEOPLE)
        elif _colleagues(self.one) and _colleagues(self.other):
            self.against(1.5, ReasonCode.OTHER_PEOPLE)

    def cities(self) -> None:
        one, other = city_key(self.one.city), city_key(self.other.city)
        if not one or not other:
            return
        if one == other:
            self.for_it(0.5, ReasonCode.CITY, name=self.one.city)
        elif one not in self.theirs.cities and other not in self.mine.cities:
            self.against(0.5, ReasonCode.OTHER_CITY, names=[self.one.city, self.other.city])

    def kinds(self) -> None:
        one, other = self.one.kind, self.other.kind
        if one and one == other:
            self.odds += 0.4
        elif "call" in (one, other) and one and other:
            self.against(1.5, ReasonCode.OTHER_KIND, kinds=[one, other])
        if self.one.topics and self.other.topics:
            both, either = self.one.topics & self.other.topics, self.one.topics | self.other.topics
            self.odds += 0.8 * len(both) / len(either)

    def organizations(self) -> None:
        if common := _organizations_in_common(self.one.organizations, self.other.organizations):
            self.for_it(min(0.7 * len(common), 1.4), ReasonCode.ORGANIZATIONS, names=common)

    def texts(self, wording: float | None) -> None:
        """Subjects are compared within one language only. Two short texts have some triples in common by names,
        offices and the day alone.
        """
        common = len(self.mine.shingles & self.theirs.shingles)
        if wording is not None and wording >= 0.12 and common >= _PHRASES:
            self.for_it(min(1 + (wording - 0.12) * 12, 5), ReasonCode.WORDING, percent=round(wording * 100))
        if self.one.language != self.other.language:
            return
        about = share(self.mine.matter, self.theirs.matter)
        if about is not None and about >= 0.12:
            self.for_it(min((about - 0.1) * 10, 3), ReasonCode.MATTER, percent=round(about * 100))
        elif about is not None and about < _UNRELATED:
            self.odds -= 1


def _same_outlet(one: str, other: str) -> bool:
    return bool(one) and name_key(one) == name_key(other)


def _guests(facts: Facts) -> bool:
    return any(not person.home for person in facts.people)


def _colleagues(facts: Facts) -> bool:
    return any(person.home and not person.head for person in facts.people)


def _others(facts: Facts, matched: set[Person]) -> bool:
    """Whether this account names somebody, besides the minister, whom the other one does not."""
    return any(not person.head and person not in matched for person in facts.people)


def _once(people: list[Person]) -> list[Person]:
    """Without second spellings of the same person, and without the minister."""
    found: list[Person] = []
    for person in people:
        if not person.head and not any(same_person(person, other) for other in found):
            found.append(person)
    return found


def _organizations_in_common(ones: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    left = {name: name_key(name) for name in others}
    common = []
    for name in ones:
        key = name_key(name)
        if found := next((other for other, theirs in left.items() if fuzz.ratio(key, theirs) >= 85), None):
            del left[found]
            common.append(name)
    return common
