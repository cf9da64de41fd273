"""Prepares engagements for a timeline: grouped by year and month, people by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection
from django.db.models import Count, Sum
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from engagements.lists.querystring import CURSOR, changed
from engagements.models import (
    UNDATED,
    Commitment,
    DatePrecision,
    Engagement,
    EngagementStatus,
    Side,
)
from engagements.shelves import figures
from engagements.wording import in_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.http import QueryDict

    from engagements.timelines.filters import EngagementFilter


MONTH = len("2024-05")


class Attendee(NamedTuple):
    """A person or an office, as an entry of the timeline shows it. `country` is its name, empty if there is none."""

    person: int | None
    name: str
    role: str
    organization: str
    side: str
    country: str


class About(NamedTuple):
    """A topic, as an entry shows it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One engagement. `place` is the city, or the country if only that is known; `sources` is their number."""

    engagement: Engagement
    place: str
    sides: list[tuple[str, list[Attendee]]]
    topics: list[About]
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
    """A month of a timeline. `first` is its first day; None for engagements of which only the year is known."""

    first: date | None
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a timeline. `first` is its first day; None for engagements without a date. The totals count the
    whole list, not only this page.
    """

    first: date | None
    months: list[Month]
    engagements: int
    commitments: int


@dataclass(frozen=True, slots=True)
class Jump:
    """A link to a year or month of the list: its name, its number of engagements, the query of the page that begins
    there.
    """

    name: str
    count: int
    query: str
    here: bool


@dataclass(frozen=True, slots=True)
class Index:
    """The years of a list, and the months of the year with which the page begins."""

    years: list[Jump]
    months: list[Jump]


def index(
    months: Mapping[str, int], query: QueryDict, asked: Mapping[str, Any], page: Sequence[Engagement]
) -> Index:
    """The links to years and months. `months` has the numbers of engagements of the whole list by key: `2024-05`,
    `2024` if only the year is known, or empty.

    What is outside the filtered period is left out.
    """
    since, until = (f"{asked[name]:%Y-%m}" if name in asked else "" for name in ("since", "until"))
    within = {
        month: n
        for month, n in sorted(months.items(), reverse=True)
        if month and month >= since[: len(month)] and (not until or month <= until[: len(month)])
    }
    by_year: dict[str, int] = {}
    for month, n in within.items():
        by_year[month[:4]] = by_year.get(month[:4], 0) + n
    day = page[0].date if page else None
    first, here = changed(query), f"{day.year:04}" if day else ""
    months_here = [month for month in within if len(month) == MONTH and month.startswith(here)] if day else []
    return Index(
        [
            Jump(str(int(year)), n, _beginning(first, int(year) + 1, 1), year == here)
            for year, n in by_year.items()
        ],
        [_jump_to(month, within[month], first, day) for month in months_here],
    )


def _jump_to(month: str, n: int, first: str, day: date | None) -> Jump:
    year, number = int(month[:4]), int(month[5:])
    following = _beginning(first, year + number // 12, number % 12 + 1)
    return Jump(str(MONTHS[number]), n, following, day is not None and number == day.month)


def _beginning(first: str, year: int, month: int) -> str:
    """The query of the page that begins with the last engagement before the first day of this month; `first` is the
    query of the first page.
    """
    return f"{first}&{CURSOR}={min(year, date.max.year):04}-{month:02}-01~0"


def years(page: Sequence[Engagement], asked: EngagementFilter) -> list[Year]:
    """The engagements of one page by year and month; `asked` is the whole list."""
    totals = _totals(page, asked) if page else {}
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


def _totals(page: Sequence[Engagement], asked: EngagementFilter) -> dict[int | None, tuple[int, int]]:
    """The numbers of engagements and commitments in each year of the page; the key None is for those without a date."""
    first, last = page[-1].date or UNDATED, page[0].date or UNDATED
    first, last = date(first.year, 1, 1), date(last.year, 12, 31)
    if asked.values:
        shown = asked.qs.filter(day__gte=first, day__lte=last).order_by().values_list("day__year")
        rows = shown.annotate(n=Count("*"), promised=Sum("promises"))
    else:  # the usual case, without compiling a queryset
        rows = figures.by_year(asked.shelf, first, last)
    return {None if year == UNDATED.year else year: (n, promised) for year, n, promised in rows}


_HANGING = """
    SELECT 'person' AS what, engagement_id, person_id, name, role, organization, side,
        c.name_ar, c.name_en, position, id
    FROM engagements_participation LEFT JOIN engagements_country c ON c.code = country_id
    WHERE engagement_id = ANY (%(numbers)s)
    UNION ALL
    SELECT 'topic', m.engagement_id, NULL, t.code, '', '', '', t.name_ar, t.name_en, 0, 0
    FROM engagements_engagement_topics m JOIN engagements_topic t ON t.code = m.topic_id
    WHERE m.engagement_id = ANY (%(numbers)s)
    UNION ALL
    SELECT 'place', e.id, NULL, '', '', '', '', c.name_ar, c.name_en, 0, 0
    FROM engagements_engagement e JOIN engagements_country c ON c.code = e.country_id
    WHERE e.id = ANY (%(numbers)s)
    UNION ALL
    SELECT 'sources', engagement_id, count(*), '', '', '', '', '', '', 0, 0
    FROM engagements_engagement_sources WHERE engagement_id = ANY (%(numbers)s) GROUP BY engagement_id
    ORDER BY 1, 2, 10, 11, 4
"""
"""People, topics, host country and number of sources of the entries in one statement: the round trip takes longest."""
_PROMISED = """
    SELECT id, engagement_id, kind, text, owner, due_on, status, closed_on FROM engagements_commitment
    WHERE engagement_id = ANY (%s) ORDER BY due_on, id
"""
"""The columns of commitments that entries show."""


def entries(page: Sequence[Engagement]) -> dict[int, Entry]:
    """The entries of these engagements, by id, in the language of the page. Two queries, however many there are."""
    numbers, language = [one.pk for one in page], get_language()
    people, topics, promised = defaultdict(list), defaultdict(list), defaultdict(list)
    sources: dict[int, int] = {}
    places: dict[int, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HANGING, {"numbers": numbers})
        hanging = cursor.fetchall()
    for what, number, person, name, role, organization, side, name_ar, name_en, _position, _id in hanging:
        match what:
            case "person":
                country = in_language(language, name_ar or "", name_en or "")
                people[number].append(Attendee(person, name, role, organization, side, country))
            case "topic":
                topics[number].append(About(name, in_language(language, name_ar, name_en)))
            case "place":
                places[number] = in_language(language, name_ar, name_en)
            case _:
                sources[number] = person
    for commitment in Commitment.objects.raw(_PROMISED, [numbers]):
        promised[commitment.engagement_id].append(commitment)
    return {
        one.pk: Entry(
            engagement=one,
            place=one.city or places.get(one.pk, ""),
            sides=_by_side(people[one.pk], language),
            topics=topics[one.pk],
            commitments=promised[one.pk],
            sources=sources.get(one.pk, 0),
        )
        for one in page
    }


def _by_side(everybody: Iterable[Attendee], language: str | None) -> list[tuple[str, list[Attendee]]]:
    """The participants by side: ours first, then each country's, in the order in which they were recorded."""
    groups: dict[tuple[bool, str], list[Attendee]] = {}
    for one in everybody:
        home = one.side == Side.HOME
        groups.setdefault((not home, "" if home else one.country), []).append(one)
    return [
        (_label(language, abroad, country), people)
        for (abroad, country), people in sorted(groups.items(), key=lambda item: item[0][0])
    ]


@lru_cache(maxsize=1000)
def _label(language: str | None, abroad: bool, country: str) -> str:
    """The heading of a side in the active language, which `language` names for the cache."""
    if not abroad:
        return _("For the home side")
    return _("For %(country)s") % {"country": country} if country else _("For the other side")


def _year(engagement: Engagement) -> int | None:
    return engagement.date.year if engagement.date else None


def _month(engagement: Engagement) -> date | None:
    day = engagement.date
    return day.replace(day=1) if day and engagement.date_precision != DatePrecision.YEAR else None
