"""Finds what has been silent: countries and partners without a recent engagement, commitments that nobody has
touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.lists.paging import DUE
from engagements.models import UNDATED, AuditEntry, Commitment, Country, Partner
from engagements.world.countries import CountryRow, countries_of_the_world

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagements.models import User
    from engagements.models.commitment_queries import CommitmentQuerySet

USUAL_DAYS = 90
LONGEST_DAYS = 3650
SORTS_OF_SILENCE = [
    ("countries", _("Countries")),
    ("partners", _("Partners")),
    ("commitments", _("Commitments")),
]
FEW, OFTEN = 3, 100
SHOWN = 200
"""At most this many of each kind are listed."""

_PARTNERS = """
    SELECT met.id, met.n, last.day FROM (
        SELECT key::bigint AS id, sum(n) AS n FROM engagements_tally
        WHERE shelf = '*' AND what = 'partner' AND (%(all)s OR NOT hidden)
            AND (%(often)s::int IS NULL OR key IN (
                SELECT key FROM engagements_tally WHERE shelf = '*' AND what = 'partner' AND (%(all)s OR NOT hidden)
                ORDER BY n DESC LIMIT %(often)s))
        GROUP BY key HAVING sum(n) > 0 ORDER BY n DESC, 1
    ) met
    JOIN engagements_partner p ON p.id = met.id AND p.merged_into_id IS NULL
        AND p.country_id IS DISTINCT FROM %(home)s AND (%(region)s = '' OR EXISTS (
            SELECT FROM engagements_country c WHERE c.code = p.country_id AND c.region = %(region)s))
    CROSS JOIN LATERAL (
        SELECT day FROM engagements_appearance a WHERE a.shelf = 'p' || met.id AND held AND (%(all)s OR NOT hidden)
            AND day > %(undated)s AND day <= %(today)s ORDER BY day DESC LIMIT 1
    ) last
    WHERE last.day < %(before)s ORDER BY met.n DESC, met.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class SilentPartner:
    """An organisation of another country with its number of engagements, the day of the last one, and the days
    since then.
    """

    partner: Partner
    engagements: int
    last: date
    days: int


def silent_countries(rows: Iterable[CountryRow], days: int, region: str = "") -> list[CountryRow]:
    """Those of `rows` whose last engagement was more than `days` days ago, in the order given."""
    return [
        row
        for row in rows
        if row.days_since is not None
        and row.days_since > days
        and (not region or row.country.region == region)
    ]


def countries_silent_for(user: User, today: date, days: int, region: str = "") -> list[CountryRow]:
    """As `silent_countries`, of all countries: those with the most open commitments first, then the most
    engagements.
    """
    world = countries_of_the_world(user=user, today=today, text="", sort="engagements")
    return sorted(silent_countries(world, days, region), key=lambda row: -row.open)


def silent_partners(
    user: User, today: date, days: int, region: str = "", limit: int = SHOWN, often: int | None = None
) -> list[SilentPartner]:
    """Partners of other countries whose last engagement was more than `days` days ago, those met most often first.

    With `often`, only so many of the partners that are met most often are looked at.
    """
    asked: dict[str, Any] = {
        "all": user.sees_restricted,
        "home": settings.HOME_COUNTRY,
        "region": region,
        "undated": UNDATED,
        "today": today,
        "before": today - timedelta(days=days),
        "limit": limit,
        "often": often,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PARTNERS, asked)
        found = cursor.fetchall()
    partners = Partner.objects.select_related("country").in_bulk([row[0] for row in found])
    return [SilentPartner(partners[pk], int(n), day, (today - day).days) for pk, n, day in found]


def silent_commitments(user: User, today: date, days: int, region: str = "") -> CommitmentQuerySet:
    """Open commitments made more than `days` days ago and not changed here since then, the earliest due date first."""
    rows = not_mentioned(Commitment.objects.visible_to(user).open(), today, days)
    if region:
        there = Country.objects.filter(region=region, engagements=OuterRef("engagement"))
        rows = rows.filter(Exists(there))
    return cast("CommitmentQuerySet", DUE.sort(rows))


def not_mentioned(rows: CommitmentQuerySet, today: date, days: int) -> CommitmentQuerySet:
    """Those of `rows` that were made more than `days` days ago and not changed here since then."""
    before = today - timedelta(days=days)
    midnight = timezone.make_aware(datetime.combine(before, time.min))
    touched = AuditEntry.objects.filter(
        subject_type=Commitment._meta.model_name, subject_id=OuterRef("pk"), at__gte=midnight
    )
    return rows.filter(~Exists(touched), made_on__lt=before)


@dataclass(frozen=True, slots=True)
class InShort:
    """The first few of each kind."""

    countries: list[CountryRow]
    partners: list[SilentPartner]
    commitments: list[Commitment]


def silence_in_short(user: User, today: date, world: Iterable[CountryRow], days: int = USUAL_DAYS) -> InShort:
    """The FEW first of each kind, for the home page; partners only from those met most often.

    `world` are all countries, those with the most engagements first.
    """
    return InShort(
        countries=silent_countries(world, days)[:FEW],
        partners=silent_partners(user, today, days, limit=FEW, often=OFTEN),
        commitments=list(silent_commitments(user, today, days).select_related("engagement")[:FEW]),
    )
