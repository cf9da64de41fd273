"""Engagements as a timeline shows them: by year and month, the people by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from django.db import connection
from django.db.models import Count, Sum
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from engagements.lists.querystring import CURSOR, changed
from engagements.models import (
    UNDATED,
    Commitment,
    Country,
    DatePrecision,
    Engagement,
    EngagementStatus,
    Participation,
    Side,
    Topic,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.http import QueryDict

    from engagements.models.derived_queries import AppearanceQuerySet


MONTH = len("2024-05")


class OfASide(Protocol):
    """Who took part on some side."""

    @property
    def side(self) -> str: ...
    @property
    def country(self) -> Country | None: ...


Somebody = TypeVar("Somebody", bound=OfASide)


class Attendee(NamedTuple):
    """A person or an office, as an entry shows it."""

    person: int | None
    name: str
    role: str
    organization: str
    side: str
    country: Country | None


@dataclass(frozen=True, slots=True)
class SideLine:
    """The people of one side; `label` names it («for Japan»)."""

    label: str
    people: list[Participation]


@dataclass(frozen=True, slots=True)
class Entry:
    """One engagement. `place` is the city, or the country if only that is known; `sources` counts."""

    engagement: Engagement
    place: str
    sides: list[tuple[str, list[Attendee]]]
    topics: list[Topic]
    commitments: list[Commitment]
    sources: int

    @property
    def planned(self) -> bool:
        return self.engagement.status == EngagementStatus.PLANNED

    @property
    def cancelled(self) -> bool:
        return self.engagement.status == EngagementStatus.CANCELLED


@dataclass(frozen=True, slots=True)
class Month:
    """`first` is its first day; None for engagements of which only the year is known."""

    first: date | None
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Year:
    """`first` is its first day; None for engagements without a date. The totals count the whole list."""

    first: date | None
    months: list[Month]
    engagements: int
    commitments: int


@dataclass(frozen=True, slots=True)
class Jump:
    """A place in the list: its name, how many engagements there are, the address of the page that begins with it."""

    name: str
    count: int
    query: str
    here: bool


@dataclass(frozen=True, slots=True)
class Index:
    """The years of a list, and the months of the year that the page begins in."""

    years: list[Jump]
    months: list[Jump]


def index(
    months: Mapping[str, int], query: QueryDict, asked: Mapping[str, Any], page: Sequence[Engagement]
) -> Index:
    """Where one can go: `months` is how many engagements the whole list has by `2024-05`, `2024` or nothing.

    What lies outside the period that is `asked` for is left out.
    """
    since, until = (f"{asked[name]:%Y-%m}" if name in asked else "" for name in ("since", "until"))
    within = {
        month: n
        for month, n in sorted(months.items(), reverse=True)
        if month and month >= since[: len(month)] and (not until or month <= until[: len(month)])
    }
    by_year: dict[int, int] = {}
    for month, n in within.items():
        by_year[int(month[:4])] = by_year.get(int(month[:4]), 0) + n
    here = page[0].date if page else None
    return Index(
        [
            Jump(str(year), n, _beginning(query, year + 1, 1), here is not None and year == here.year)
            for year, n in by_year.items()
        ],
        [
            Jump(
                str(MONTHS[number]),
                within[month],
                _beginning(query, here.year + number // 12, number % 12 + 1),
                number == here.month,
            )
            for month, number in ((month, int(month[5:])) for month in within if len(month) == MONTH)
            if here is not None and int(month[:4]) == here.year
        ],
    )


def _beginning(query: QueryDict, year: int, month: int) -> str:
    """The address of the page that begins with what lies before this month."""
    return f"{changed(query)}&{CURSOR}={min(year, date.max.year):04}-{month:02}-01~0"


def years(page: Sequence[Engagement], everything: AppearanceQuerySet) -> list[Year]:
    """The engagements of one page, in their order; `everything` is the list that the page is cut from."""
    totals = _totals(page, everything) if page else {}
    shown = entries(page)
    return [
        Year(
            first=date(year, 1, 1) if year else None,
            months=[
                Month(first, [shown[one.pk] for one in of_month])
                for first, of_month in groupby(of_year, _month)
            ],
            engagements=totals.get(year, (0, 0))[0],
            commitments=totals.get(year, (0, 0))[1],
        )
        for year, of_year in groupby(page, _year)
    ]


def _totals(page: Sequence[Engagement], everything: AppearanceQuerySet) -> dict[int | None, tuple[int, int]]:
    """Engagements and commitments of the years that the page shows, None for no date."""
    first, last = page[-1].date or UNDATED, page[0].date or UNDATED
    shown = everything.filter(day__gte=date(first.year, 1, 1), day__lte=date(last.year, 12, 31))
    return {
        None if year == UNDATED.year else year: (engagements, commitments)
        for year, engagements, commitments in shown.order_by()
        .values_list("day__year")
        .annotate(n=Count("*"), promised=Sum("promises"))
    }


_HANGING = """
    SELECT 'person' AS what, engagement_id, person_id, name, role, organization, side, country_id, position, id
    FROM engagements_participation WHERE engagement_id = ANY (%(numbers)s)
    UNION ALL
    SELECT 'topic', m.engagement_id, NULL, t.code, t.name_ar, t.name_en, '', NULL, 0, 0
    FROM engagements_engagement_topics m JOIN engagements_topic t ON t.code = m.topic_id
    WHERE m.engagement_id = ANY (%(numbers)s)
    UNION ALL
    SELECT 'sources', engagement_id, count(*), '', '', '', '', NULL, 0, 0
    FROM engagements_engagement_sources WHERE engagement_id = ANY (%(numbers)s) GROUP BY engagement_id
    ORDER BY 1, 2, 9, 10, 4
"""
"""What an entry tells of people, topics and the number of sources: one statement, for to ask is what takes longest."""


def entries(page: Sequence[Engagement]) -> dict[int, Entry]:
    """The entries of these engagements by their numbers; asks the database three times, however many they are."""
    numbers = [one.pk for one in page]
    people, topics, promised = defaultdict(list), defaultdict(list), defaultdict(list)
    sources: dict[int, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HANGING, {"numbers": numbers})
        hanging = cursor.fetchall()
    countries = Country.objects.in_bulk(
        {row[7] for row in hanging if row[7]} | {one.country_id for one in page if one.country_id}
    )
    for what, number, person, name, role, organization, side, code, _position, _id in hanging:
        match what:
            case "person":
                country = countries.get(code) if code else None
                people[number].append(Attendee(person, name, role, organization, side, country))
            case "topic":
                topics[number].append(Topic(code=name, name_ar=role, name_en=organization))
            case _:
                sources[number] = person
    for commitment in Commitment.objects.filter(engagement__in=numbers):
        promised[commitment.engagement_id].append(commitment)
    return {
        one.pk: Entry(
            engagement=one,
            place=one.city or (countries[one.country_id].name if one.country_id else ""),
            sides=_by_side(people[one.pk]),
            topics=topics[one.pk],
            commitments=promised[one.pk],
            sources=sources.get(one.pk, 0),
        )
        for one in page
    }


def sides(participations: Iterable[Participation]) -> list[SideLine]:
    """Our people first, then those of each country in the order in which they were written."""
    return [SideLine(label, people) for label, people in _by_side(participations)]


def _by_side(everybody: Iterable[Somebody]) -> list[tuple[str, list[Somebody]]]:
    groups: dict[tuple[bool, str], list[Somebody]] = {}
    for one in everybody:
        home = one.side == Side.HOME
        country = "" if home or one.country is None else one.country.name
        groups.setdefault((not home, country), []).append(one)
    return [
        (_label(abroad, country), people)
        for (abroad, country), people in sorted(groups.items(), key=lambda item: item[0][0])
    ]


def _label(abroad: bool, country: str) -> str:
    if not abroad:
        return _("For the home side")
    return _("For %(country)s") % {"country": country} if country else _("For the other side")


def _year(engagement: Engagement) -> int | None:
    return engagement.date.year if engagement.date else None


def _month(engagement: Engagement) -> date | None:
    day = engagement.date
    return day.replace(day=1) if day and engagement.date_precision != DatePrecision.YEAR else None
