"""What the register knows about a country or about all of them, counted."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from engagements.models import UNDATED, Appearance, Participation, Partner, Person
from engagements.paging import AtLeast
from engagements.tallies import leading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from engagements.models import Engagement
    from engagements.models.derived_queries import TallyQuerySet
    from engagements.shelves import Shelf

STRIP_YEARS = 4
LEVELS = 20
TOP = 5
"""So many names are shown beside a timeline."""
CHOICES = 100
"""So many are offered as filters; another is found by its own page."""
AHEAD = 50
"""Among so many that lie ahead the next one is looked for; the others of them were cancelled."""
MANY = 1000
"""Partners, people and releases of a shelf are counted up to here."""
MONTH = len("2024-05")

Name = TypeVar("Name", Person, Partner)


@dataclass(frozen=True, slots=True)
class Figures:
    """The key figures of some engagements."""

    total: int
    this_year: int
    first: date | None
    last: Engagement | None
    next: Engagement | None
    open: int
    overdue: int
    partners: int
    people: int
    sources: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the database keeps of a shelf, fetched once: engagements by month, open commitments, who is met most.

    `people`, `partners` and `outlets` are the first CHOICES of them with how often they are met.
    """

    months: dict[str, int]
    open: int
    overdue: int
    people: list[tuple[Person, int]]
    partners: list[tuple[Partner, int]]
    outlets: dict[str, int]


def known(shelf: Shelf, today: date) -> Known:
    """On this day. `months` by `2024-05`, by `2024` where no more is known, or by nothing."""
    openly = shelf.tallies("open-year", "open-month", "open-day")
    return Known(
        months=shelf.tallies("month").counts(),
        open=openly.filter(what="open-year").number(),
        overdue=openly.late(today).number(),
        people=_records(Person.objects.current(), leading(shelf, "person", CHOICES)),
        partners=_records(Partner.objects.current(), leading(shelf, "partner", CHOICES)),
        outlets=leading(shelf, "outlet", CHOICES),
    )


def _records(rows: QuerySet[Name], counts: dict[str, int]) -> list[tuple[Name, int]]:
    """The most frequent first, those met as often by name."""
    found = rows.in_bulk([int(key) for key in counts])
    pairs = [(found[int(key)], n) for key, n in counts.items() if int(key) in found]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0].name_ar, pair[0].name_en))


def figures(shelf: Shelf, kept: Known, today: date) -> Figures:
    """The key figures of the shelf on this day."""
    year = f"{today:%Y}"
    dated = shelf.appearances().filter(day__gt=UNDATED)
    held = dated.filter(held=True, day__lte=today).order_by("-day", "-engagement_id")
    ahead = (
        dated.filter(held=False, day__gte=today).order_by("day", "engagement_id").select_related("engagement")
    )
    last = held.select_related("engagement").first()
    return Figures(
        total=sum(kept.months.values()),
        this_year=sum(n for month, n in kept.months.items() if month.startswith(year)),
        first=dated.order_by("day", "engagement_id").values_list("day", flat=True).first(),
        last=last.engagement if last else None,
        next=next((one.engagement for one in ahead[:AHEAD] if one.engagement.status == "planned"), None),
        open=kept.open,
        overdue=kept.overdue,
        partners=_different(_abroad(shelf.tallies("partner"))),
        people=_different(shelf.tallies("person")),
        sources=_different(shelf.tallies("source")),
        outlets=_different(shelf.tallies("outlet")),
    )


def _different(rows: TallyQuerySet) -> int:
    number = rows.different(MANY)
    return AtLeast(MANY) if number > MANY else number


def _abroad(partners: TallyQuerySet) -> TallyQuerySet:
    home = Partner.objects.filter(country=settings.HOME_COUNTRY)
    return partners.exclude(key__in=home.values_list(Cast("pk", TextField())))


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
    first = kept.people[:TOP]
    return _ranked(first, _last_offices(shelf, [person.pk for person, _n in first]))


def most_met_partners(kept: Known) -> list[Ranked]:
    """The organisations outside the home country that took part most often."""
    abroad = [pair for pair in kept.partners if pair[0].country_id != settings.HOME_COUNTRY]
    return _ranked(abroad[:TOP], {})


def level(number: int, most: int) -> int:
    """`number` as a share of `most`, rounded up, so that what is there is seen."""
    return -(-number * LEVELS // most) if most else 0


def _ranked(rows: Sequence[tuple[Person | Partner, int]], notes: Mapping[int, str]) -> list[Ranked]:
    most = max((n for _one, n in rows), default=0)
    return [Ranked(one.pk, one.name, notes.get(one.pk, ""), n, level(n, most)) for one, n in rows]


def _last_offices(shelf: Shelf, people: list[int]) -> dict[int, str]:
    """The office of each in the last of the shelf's engagements that he took part in."""
    here = shelf.appearances().filter(engagement_id=OuterRef("engagement_id"))
    theirs = (
        Appearance.objects.visible_to(shelf.user)
        .filter(Exists(here), shelf=Concat(Value("q"), Cast(OuterRef("pk"), TextField())))
        .order_by("-day", "-engagement_id")
    )
    last = Person.objects.filter(pk__in=people).annotate(last=Subquery(theirs.values("engagement_id")[:1]))
    held = Q(pk__in=[])
    for person, engagement in last.values_list("pk", "last"):
        held |= Q(person=person, engagement=engagement)
    return dict(Participation.objects.filter(held).values_list("person", "role"))


@dataclass(frozen=True, slots=True)
class StripMonth:
    """One month: how many engagements, and the days that a filter for it needs."""

    first: date
    last: date
    count: int
    level: int
    ahead: bool


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
        last = first.replace(day=calendar.monthrange(year, number)[1])
        months.append(StripMonth(first, last, count, level(count, most), ahead=first > today))
    return StripYear(date(year, 1, 1), months, sum(month.count for month in months))
