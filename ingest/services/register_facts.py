"""The facts of many engagements of the register, in a form that can be compared with those of drafts.

They are read as plain values in eight queries. For each release that comes in, a large register has some hundred
candidates, and building model instances for all their parts took longer than comparing them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings

from engagements.days import iso
from engagements.lists.among import among
from engagements.models import Engagement, Participation, Person, PersonAlias, Side
from ingest.matching.facts import Facts, days_of, foreign_to, person
from ingest.models import Draft

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from ingest.matching.facts import Days
    from ingest.matching.people import Person as Somebody


@dataclass(slots=True)
class Parts:
    """What hangs on one engagement. `drafts` are the numbers of the drafts that became it or were added to it."""

    countries: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    partners: list[str] = field(default_factory=list)
    languages: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    people: list[Somebody] = field(default_factory=list)
    drafts: list[int] = field(default_factory=list)


def parts_of(numbers: Collection[int]) -> dict[int, Parts]:
    """The parts of these engagements, by engagement number. Every one of `numbers` is a key."""
    found: dict[int, Parts] = {number: Parts() for number in numbers}
    for number, country in _linked(Engagement.partner_countries.through, numbers, "country"):
        found[number].countries.add(country)
    for number, topic in _linked(Engagement.topics.through, numbers, "topic"):
        found[number].topics.add(topic)
    for number, *names in _linked(
        Engagement.partners.through, numbers, "partner__name_ar", "partner__name_en"
    ):
        found[number].partners += filter(None, names)
    for number, language, outlet in _linked(
        Engagement.sources.through, numbers, "source__language", "source__outlet"
    ):
        found[number].languages.add(language)
        found[number].outlets.add(outlet)
    for number, draft in _linked(Draft, numbers, "pk"):
        found[number].drafts.append(draft)
    _people(found)
    return found


def facts_of(engagement: Engagement, parts: Parts, asked: Facts) -> Facts:
    """The engagement as facts, with every spelling of its people that the register knows.

    Language and outlet are those of `asked` if one of the engagement's sources has them, else empty.
    """
    return Facts(
        days=_days(engagement),
        kind=engagement.kind,
        countries=frozenset(parts.countries),
        city=engagement.city,
        people=tuple(parts.people),
        organizations=foreign_to(parts.partners, settings.HOME_MINISTRIES),
        topics=frozenset(parts.topics),
        language=asked.language if asked.language in parts.languages else "",
        outlet=asked.outlet if asked.outlet in parts.outlets else "",
    )


def _linked(model: Any, numbers: Collection[int], *columns: str) -> QuerySet[Any]:
    rows = model._default_manager.filter(among("engagement_id", numbers)).order_by("pk")
    values: QuerySet[Any] = rows.values_list("engagement_id", *columns)
    return values


def _people(found: dict[int, Parts]) -> None:
    # Ordering by "engagement" would use the default ordering of engagements and join their table.
    taking_part = Participation.objects.filter(among("engagement_id", found)).order_by(
        "engagement_id", "position", "pk"
    )
    rows = list(taking_part.values_list("engagement_id", "name", "role", "side", "person"))
    spelled: dict[int, list[str]] = defaultdict(list)
    known = {row[4] for row in rows if row[4] is not None}
    for number, *names in Person.objects.filter(among("pk", known)).values_list("pk", "name_ar", "name_en"):
        spelled[number] += filter(None, names)
    for number, text in PersonAlias.objects.filter(among("person_id", known)).values_list("person", "text"):
        spelled[number].append(text)
    for engagement, name, role, side, number in rows:
        spellings = dict.fromkeys([name, *spelled.get(number, ())])
        found[engagement].people += [person(each, role, home=side == Side.HOME) for each in spellings if each]


def _days(engagement: Engagement) -> Days | None:
    if engagement.date is None:
        return None
    day = iso(engagement.date, engagement.date_precision)
    end = engagement.date_end.isoformat() if engagement.date_end else None
    return days_of(day, end, engagement.date_precision, None)
