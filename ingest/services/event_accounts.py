"""Finds accounts of events (pending drafts, engagements of the register) near a given account, through the indexes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q

from engagements.lists.among import among
from engagements.models import Appearance, DatePrecision, Engagement
from engagements.shelves.shelf import EVERYTHING, country_shelf
from ingest.matching.facts import Facts, from_json
from ingest.matching.scoring import MOST_DAYS
from ingest.models import CURRENT, Draft, DraftPrint
from ingest.services.register_facts import facts_of, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engagements.models import Source
    from engagements.models.engagement_queries import EngagementQuerySet

CANDIDATES = 300
_LONG = timedelta(days=31)
"""Over a longer stretch of days, only what also has people or wording in common is looked at."""


@dataclass(frozen=True, slots=True)
class Account:
    """A draft or an engagement as one account of an event.

    `prints` are the numbers of the drafts whose passages tell it; `alike` is whether one of them is worded similarly.
    """

    subject: Engagement | Draft
    facts: Facts
    prints: tuple[int, ...]
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Where to look for accounts of the same event as one given account: near its days, its people, and its wording.

    `alike` are the numbers of drafts whose wording is similar. `days` is None if the account has no date.
    """

    facts: Facts
    alike: frozenset[int]
    days: tuple[date, date] | None = field(init=False)

    def __post_init__(self) -> None:
        around = timedelta(days=MOST_DAYS)
        days = self.facts.days
        object.__setattr__(self, "days", (days.first - around, days.last + around) if days else None)

    @property
    def by_days(self) -> tuple[date, date] | None:
        """The first and the last day to look at; None if the days are unknown, or too many to look at all of them."""
        return self.days if self.days and self.days[1] - self.days[0] <= _LONG else None

    @property
    def plausible(self) -> Q:
        """Condition on DraftPrint: a country or a person in common, or a side that names no country. Others are never
        suggested.
        """
        if not self.facts.countries:
            return Q()
        same = Q(draft__countries__overlap=list(self.facts.countries)) | Q(draft__countries=[])
        return same | Q(people__overlap=self.facts.people_keys)

    def prints(self, undated: Q) -> Q:
        """Condition on DraftPrint: similar wording, or a person in common where days cannot tell.

        `undated` is the condition for prints without a date; if this account has no usable days itself, a person in
        common is enough.
        """
        people = Q(people__overlap=self.facts.people_keys)
        return Q(draft__in=self.alike) | (people & undated if self.by_days else people)


def facts_kept(kept: DraftPrint, countries: Iterable[str], source: Source) -> Facts:
    """The facts of a draft, rebuilt from its print. No proposal is read."""
    first = kept.days.lower if kept.days else None
    last = kept.days.upper - timedelta(days=1) if kept.days else None
    return from_json(
        kept.facts,
        first=first,
        last=last,
        countries=countries,
        language=source.language,
        outlet=source.outlet,
    )


def drafts_near(near: Near, *, release: int) -> Iterator[Account]:
    """Pending drafts near, from other releases than number `release`; at most CANDIDATES, the newest first."""
    where = near.prints(Q(days=None))
    if near.by_days:
        first, last = near.by_days
        where |= Q(days__overlap=(first, last + timedelta(days=1))) & near.plausible
    waiting = DraftPrint.objects.filter(where, version=CURRENT, draft__in=Draft.objects.pending())
    found = waiting.exclude(draft__release=release).select_related("draft__release__source")
    heavy = ("heard", "shingles", "draft__proposal", "draft__release__source__text")
    for kept in found.defer(*heavy).order_by("-pk")[:CANDIDATES]:
        facts = facts_kept(kept, kept.draft.countries, kept.draft.release.source)
        yield Account(kept.draft, facts, (kept.draft_id,), kept.draft_id in near.alike)


def engagements_near(near: Near, seen: EngagementQuerySet, *, release: int) -> Iterator[Account]:
    """Engagements near, among those of `seen` that do not cite source `release`; at most CANDIDATES, the newest
    first.
    """
    where = near.prints(Q(draft__engagement__date=None))
    if near.by_days:
        first, last = near.by_days
        where |= Q(people__overlap=near.facts.people_keys, days__overlap=(first, last + timedelta(days=1)))
    met = DraftPrint.objects.filter(where, version=CURRENT, draft__engagement__isnull=False).order_by("-pk")
    numbers = set(met.values_list("draft__engagement", flat=True)[:CANDIDATES])
    if near.by_days:
        numbers |= _on_shelves(near.facts.countries, *near.by_days)
    rows = list(
        seen.filter(among("pk", sorted(numbers))).exclude(sources=release).order_by("-pk")[:CANDIDATES]
    )
    parts = parts_of([engagement.pk for engagement in rows])
    for engagement in rows:
        its = parts[engagement.pk]
        alike = not near.alike.isdisjoint(its.drafts)
        yield Account(engagement, facts_of(engagement, its, near.facts), tuple(its.drafts), alike)


def _on_shelves(countries: frozenset[str], first: date, last: date) -> set[int]:
    """Numbers of the newest engagements on these days with one of the countries or with none; without `countries`,
    with any.

    A large register has about a hundred engagements a day, and no others of them can be suggested.
    """
    shelves = (
        [country_shelf(code) for code in (*countries, settings.HOME_COUNTRY)] if countries else [EVERYTHING]
    )
    places = Appearance.objects.filter(shelf__in=shelves).values_list("engagement_id", flat=True).order_by()
    # Engagements known only by month or year, or lasting several days, may begin earlier. Each is a query of its own,
    # so that each can use its index.
    lasting = Engagement.objects.filter(date__lt=first, date_end__gte=first).values("pk")
    begun = (first.replace(day=1), first.replace(month=1, day=1))
    found = places.filter(day__range=(first, last)).union(
        places.filter(
            day__in=begun,
            day__lt=first,
            engagement__date_precision__in=(DatePrecision.MONTH, DatePrecision.YEAR),
        ),
        places.filter(engagement_id__in=lasting),
        all=True,
    )
    return set(sorted(found, reverse=True)[:CANDIDATES])


def facts_in_register(number: int, source: Source) -> Facts:
    """The facts that the register has of engagement `number`, to be compared with what releases other than `source`
    say.

    Raises Engagement.DoesNotExist.
    """
    engagement = Engagement.objects.get(pk=number)
    asked = Facts(language=source.language, outlet=source.outlet)
    return facts_of(engagement, parts_of([number])[number], asked)
