"""The countries, organisations and people of a made-up register; a few of them are much more frequent than others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engagements.seeding.chance import Zipf
from engagements.seeding.words import body_name, person_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from engagements.models import Country, Topic

COUNTRIES = 195
NEAREST = ("TN", "EG", "TR", "IT", "DZ", "CN", "MT", "FR", "DE", "MA", "AE", "JP", "GB", "US", "SD", "NE")
PER_BODY, PER_PERSON, HOME_PEOPLE = 50, 20, 0.12
"""Engagements for each organisation and for each person; the share of people of the home side."""
HOME_BODIES, INTERNATIONAL_BODIES = 0.1, 0.05


@dataclass(frozen=True)
class Body:
    number: int
    name: str
    country: str | None


@dataclass(frozen=True)
class Somebody:
    number: int
    name: str
    country: str


@dataclass
class Cast:
    """The countries, topics, organisations and people. `bodies` and `people` are by country code, including the home
    country's.
    """

    countries: Zipf[str]
    topics: Zipf[str]
    names: dict[str, str]
    home: str
    all_bodies: list[Body] = field(default_factory=list)
    all_people: list[Somebody] = field(default_factory=list)
    bodies: dict[str, Zipf[Body]] = field(default_factory=dict)
    people: dict[str, Zipf[Somebody]] = field(default_factory=dict)


def cast_of(engagements: int, countries: Sequence[Country], topics: Sequence[Topic], home: str) -> Cast:
    """The cast without organisations and people, which `fill` adds. The vocabularies have to be loaded."""
    rank = {code: place for place, code in enumerate(NEAREST)}
    abroad = sorted(
        (one for one in countries if one.pk != home), key=lambda one: (rank.get(one.pk, len(rank)), one.pk)
    )
    codes = [one.pk for one in abroad][:COUNTRIES]
    return Cast(
        countries=Zipf(codes),
        topics=Zipf([one.pk for one in topics], steepness=0.8),
        names={one.pk: one.name_ar for one in countries},
        home=home,
    )


def fill(cast: Cast, random: Random, engagements: int, first_body: int, first_person: int) -> None:
    """Adds organisations and people; their ids start with the given ones."""
    bodies: dict[str, list[Body]] = {}
    for number in range(max(engagements // PER_BODY, 40)):
        kind = random.random()
        if kind < INTERNATIONAL_BODIES:
            country, place = None, "الدولية"
        else:
            country = cast.home if kind < INTERNATIONAL_BODIES + HOME_BODIES else cast.countries.draw(random)
            place = cast.names[country]
        own = bodies.setdefault(country or "", [])
        own.append(Body(first_body + number, body_name(len(own), place), country))
        cast.all_bodies.append(own[-1])
    people: dict[str, list[Somebody]] = {}
    for number in range(max(engagements // PER_PERSON, 60)):
        country = cast.home if number % 100 < HOME_PEOPLE * 100 else cast.countries.draw(random)
        crowd = people.setdefault(country, [])
        name = person_name(len(crowd) if country == cast.home else number, home=country == cast.home)
        crowd.append(Somebody(first_person + number, name, country))
        cast.all_people.append(crowd[-1])
    cast.bodies = {code: Zipf(own) for code, own in bodies.items()}
    cast.people = {code: Zipf(own) for code, own in people.items()}
