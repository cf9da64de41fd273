"""What the register knows about a country or about all of them, counted."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from engagements.models import UNDATED, Appearance, Participation, Person
from engagements.paging import CAP, AtLeast
from engagements.tallies import leaders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engagements.models import Engagement
    from engagements.shelves import Shelf
    from engagements.tallies import Leader, Leaders

STRIP_YEARS = 4
LEVELS = 20
TOP = 5
"""So many names are shown beside a timeline."""
CHOICES = 100
"""So many are offered as filters; another is found by its own page."""
MONTH = len("2024-05")


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
    """What the database keeps of a shelf, fetched once: engagements by month, open commitments, who is met most."""

    months: dict[str, int]
    open: int
    overdue: int
    partners: Leaders
    abroad: Leaders
    people: Leaders
    outlets: Leaders
    sources: int


def known(shelf: Shelf, today: date) -> Known:
    """On this day. `months` by `2024-05`, by `2024` where no more is known, or by nothing."""
    openly = shelf.tallies("open-year", "open-month", "open-day")
    return Known(
        months=shelf.tallies("month").counts(),
        open=openly.filter(what="open-year").number(),
        overdue=openly.late(today).number(),
        partners=leaders(shelf, "partner", CHOICES),
        abroad=leaders(shelf, "partner", TOP, abroad=True),
        people=leaders(shelf, "person", CHOICES),
        outlets=leaders(shelf, "outlet", CHOICES),
        sources=shelf.tallies("source").different(CAP),
    )


def figures(shelf: Shelf, kept: Known, today: date) -> Figures:
    """The key figures of the shelf on this day."""
    year = f"{today:%Y}"
    dated = shelf.appearances().filter(day__gt=UNDATED)
    last = dated.filter(held=True, day__lte=today).order_by("-day", "-engagement_id").first()
    ahead = shelf.engagements().filter(status="planned", appearances__day__gte=today)
    return Figures(
        total=sum(kept.months.values()),
        this_year=sum(n for month, n in kept.months.items() if month.startswith(year)),
        first=dated.order_by("day", "engagement_id").values_list("day", flat=True).first(),
        last=last.engagement if last else None,
        next=ahead.order_by("appearances__day", "pk").first(),
        open=kept.open,
        overdue=kept.overdue,
        partners=kept.abroad.number,
        people=kept.people.number,
        sources=AtLeast(CAP) if kept.sources > CAP else kept.sources,
        outlets=kept.outlets.number,
    )


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
    first = kept.people.rows[:TOP]
    offices = _last_offices(shelf, [int(one.key) for one in first])
    return _ranked(first, offices)


def most_met_partners(kept: Known) -> list[Ranked]:
    """The organisations outside the home country that took part most often."""
    return _ranked(kept.abroad.rows, {})


def level(number: int, most: int) -> int:
    """`number` as a share of `most`, rounded up, so that what is there is seen."""
    return -(-number * LEVELS // most) if most else 0


def _ranked(rows: Sequence[Leader], notes: Mapping[int, str]) -> list[Ranked]:
    most = max((one.count for one in rows), default=0)
    return [
        Ranked(
            int(one.key),
            one.name_ar or one.name_en,
            notes.get(int(one.key), ""),
            one.count,
            level(one.count, most),
        )
        for one in rows
    ]


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
