"""What the register knows about a country or about all of them, counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

from engagements.addresses import by_number
from engagements.days import month_end
from engagements.lists.paging import AtLeast
from engagements.models import NOT_DUE, UNDATED, Commitment
from engagements.shelves import counted_sql, shelf_sql
from engagements.wording import in_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engagements.shelves.shelf import Shelf

STRIP_YEARS = 4
LEVELS = 20
TOP = 5
"""The most names shown beside a timeline."""
CHOICES = 50
"""The most names offered as filters; others are found on their own pages."""
AHEAD = 50
"""Among so many that lie ahead the next one is looked for; the others of them were cancelled."""
MANY = 1000
"""Partners, people and releases of a shelf are counted up to here."""
MONTH = len("2024-05")


@dataclass(frozen=True, slots=True)
class Milestone:
    """An engagement of which the key figures tell only when it is."""

    pk: int
    date: date
    date_precision: str

    def get_absolute_url(self) -> str:
        return by_number("engagement") % self.pk


@dataclass(frozen=True, slots=True)
class Figures:
    """The key figures of some engagements."""

    total: int
    this_year: int
    first: date | None
    last: Milestone | None
    next: Milestone | None
    open: int
    overdue: int
    partners: int
    people: int
    sources: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Met:
    """A person, a partner or an outlet (whose number is 0) and in how many engagements of a shelf it is. The name is in
    the language of the page where it is known, else in the other."""

    pk: int
    count: int
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the database keeps of a shelf, fetched once: engagements by month, sums, who is met most.

    `months` by `2024-05`, by `2024` where no more is known, or by nothing. `sums` are those of `shelf_sql.SUMS`.
    `person`, `partner` and `outlet` of `names` are the first CHOICES of them, the most frequent first. `due` are the
    first days on which open commitments are due, and how many; NOT_DUE for those without a day. `facts`, of a shelf
    that is kept, are how many engagements have what the filters ask for, under "" all of them. `topics` are all there
    are, by code, with their names.
    """

    months: dict[str, int] = field(default_factory=dict)
    due: dict[date, int] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    names: dict[str, list[Met]] = field(default_factory=dict)
    topics: list[tuple[str, str]] = field(default_factory=list)


def known(shelf: Shelf, today: date) -> Known:
    """On this day."""
    kept = Known(names={"person": [], "partner": [], "outlet": []})
    language = get_language()
    asked = {
        **shelf_sql.on(today),
        "home": settings.HOME_COUNTRY,
        "many": MANY,
        "limit": CHOICES,
        "first": TOP,
    }
    for what, pk, number, name_ar, name_en, country in _rows(shelf_sql.KNOWN, shelf, **asked):
        if what in kept.names:
            kept.names[what].append(Met(pk, int(number), in_language(language, name_ar, name_en), country))
        elif what == "topic":
            kept.topics.append((country, in_language(language, name_ar, name_en)))
        elif what == "month":
            kept.months[name_ar] = int(number)
        elif what == "fact":
            kept.facts[name_ar] = int(number)
        elif what == "due":
            kept.due[date.fromisoformat(name_ar)] = int(number)
        else:
            kept.sums[what] = kept.sums.get(what, 0) + int(number)
    kept.topics.sort()
    return kept


def _rows(statement: str, shelf: Shelf, **asked: Any) -> list[tuple[Any, ...]]:
    asked |= {"shelf": shelf.key, "all": shelf.user.sees_restricted}
    if not shelf.kept and "engagements_tally" in statement:
        statement = f"WITH {counted_sql.TALLIES} {statement}"
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


def figures(shelf: Shelf, kept: Known, today: date) -> Figures:
    """The key figures of the shelf on this day."""
    ends = {
        what: Milestone(*cells)
        for what, *cells in _rows(shelf_sql.ENDS, shelf, today=today, undated=UNDATED, ahead=AHEAD)
    }
    year = f"{today:%Y}"
    return Figures(
        total=sum(kept.months.values()),
        this_year=sum(n for month, n in kept.months.items() if month.startswith(year)),
        first=ends["first"].date if "first" in ends else None,
        last=ends.get("last"),
        next=ends.get("next"),
        open=kept.sums["open"],
        overdue=kept.sums["overdue"],
        partners=_different(kept.sums["partners"]),
        people=_different(kept.sums["people"]),
        sources=_different(kept.sums["sources"]),
        outlets=_different(kept.sums["outlets"]),
    )


def by_year(shelf: Shelf, first: date, last: date) -> list[tuple[int, int, int]]:
    """(year, engagements, commitments) for each year with engagements between the two days."""
    return [
        (year, n, promised) for year, n, promised in _rows(shelf_sql.BY_YEAR, shelf, first=first, last=last)
    ]


def _different(number: int) -> int:
    return AtLeast(MANY) if number > MANY else number


def due_first(shelf: Shelf, kept: Known, most: int) -> list[Commitment]:
    """The first `most` open commitments of the shelf by due date. It asks for the earliest days that together have that
    many; commitments without a due date come in only if there are fewer."""
    days: list[date] = []
    number = 0
    for day in sorted(kept.due):
        if number < most:
            days.append(day)
            number += kept.due[day]
    if not days:
        return []
    asked = {
        "shelf": shelf.key,
        "all": shelf.user.sees_restricted,
        "days": [day for day in days if day != NOT_DUE],
        "undated": NOT_DUE in days,
        "limit": most,
    }
    return list(Commitment.objects.raw(shelf_sql.OWED, asked))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A name with how often it occurs; `level` is its share of the most frequent one, 0 to LEVELS."""

    pk: int
    name: str
    note: str
    count: int
    level: int


def most_met_people(shelf: Shelf, kept: Known) -> list[Ranked]:
    """The people of other countries who took part most often, with the office they held last in these."""
    first = kept.names["person"][:TOP]
    offices = _rows(shelf_sql.OFFICES, shelf, people=[one.pk for one in first]) if first else []
    return _ranked(first, {person: office or "" for person, office in offices})


def most_met_partners(kept: Known) -> list[Ranked]:
    """The organisations outside the home country that took part most often."""
    return _ranked([one for one in kept.names["partner"] if one.country != settings.HOME_COUNTRY][:TOP], {})


def level(number: int, most: int) -> int:
    """`number` as a share of `most`, rounded up, so that what is there is seen."""
    return -(-number * LEVELS // most) if most else 0


def _ranked(rows: Sequence[Met], notes: Mapping[int, str]) -> list[Ranked]:
    most = max((one.count for one in rows), default=0)
    return [
        Ranked(one.pk, one.name, notes.get(one.pk, ""), one.count, level(one.count, most)) for one in rows
    ]


@dataclass(frozen=True, slots=True)
class StripMonth:
    """One month: how many engagements, and the days that a filter for it needs."""

    first: date
    last: date
    count: int
    level: int
    ahead: bool

    @property
    def since(self) -> str:
        return self.first.isoformat()

    @property
    def until(self) -> str:
        return self.last.isoformat()


@dataclass(frozen=True, slots=True)
class StripYear:
    first: date
    months: list[StripMonth]
    count: int


def strip(kept: Known, today: date) -> list[StripYear]:
    """The months of the last STRIP_YEARS years that have any, each with how many engagements there were.

    Years without one are passed over, so that what is shown is never empty while older years are not.
    """
    counts = {date.fromisoformat(f"{month}-01"): n for month, n in kept.months.items() if len(month) == MONTH}
    if not counts:
        return []
    years = sorted({month.year for month in counts})[-STRIP_YEARS:]
    most = max(counts.values())
    return [_strip_year(year, counts, most, today) for year in years]


def _strip_year(year: int, counts: dict[date, int], most: int, today: date) -> StripYear:
    months = []
    for number in range(1, 13):
        first = date(year, number, 1)
        count = counts.get(first, 0)
        last = month_end(first)
        months.append(StripMonth(first, last, count, level(count, most), ahead=first > today))
    return StripYear(date(year, 1, 1), months, sum(month.count for month in months))
