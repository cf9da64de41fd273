"""What tells people or organisations of similar names apart: country, office, how often they were met, when last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import UNDATED, Country, Engagement, Participation, Partner, Person, Tally
from engagements.shelves.shelf import EVERYTHING

if TYPE_CHECKING:
    import datetime as dt

    from engagements.models import User

Known = TypeVar("Known", Person, Partner)


@dataclass(frozen=True, slots=True)
class Traits:
    """What `user` may know of a record. `met` counts the engagements that exist for that account.

    `hidden`: it was met only in other engagements, so it has no page for that account.
    """

    name: str
    what: str = ""
    organization: str = ""
    country: str = ""
    met: int = 0
    last: dt.date | None = None
    hidden: bool = False

    @property
    def words(self) -> str:
        """All of it in one line, in the language of the page."""
        met = ngettext("%(n)s engagement", "%(n)s engagements", self.met) % {"n": self.met}
        parts = [self.what, self.organization, self.country, met if self.met else ""]
        if self.last:
            parts.append(_("last in %(month)s") % {"month": date_format(self.last, "F Y")})
        return " · ".join(part for part in parts if part)


def traits_of(records: Iterable[Known], user: User) -> dict[int, Traits]:
    """The traits of these records, by number. At most five queries, none without records."""
    known = {record.pk: record for record in records}
    if not known:
        return {}
    model = type(next(iter(known.values())))
    met = _People(known, user) if model is Person else _Partners(known, user)
    countries = Country.objects.in_bulk({record.country_id for record in known.values() if record.country_id})
    return {
        number: Traits(
            name=record.name,
            what=met.what(record),
            organization=met.organizations.get(number, ""),
            country=countries[record.country_id].name if record.country_id else "",
            met=met.counted.get(number, (0, None))[0],
            last=met.counted.get(number, (0, None))[1],
            hidden=number in met.hidden,
        )
        for number, record in known.items()
    }


_LATEST = """
    SELECT asked.number, place.engagement_id, place.day FROM unnest(%s::bigint[]) AS asked (number)
    CROSS JOIN LATERAL (
        SELECT engagement_id, day FROM engagements_appearance
        WHERE shelf = %s || asked.number AND (%s OR NOT hidden) ORDER BY day DESC, engagement_id DESC LIMIT %s
    ) place
"""
_OFFICES = 5
"""Whose office was not written the last time held it at one of so many last times."""


class _Met:
    """How often and when last each record was met, in engagements that exist for the account.

    It comes from tallies and shelves, so it takes no longer for somebody who was met ten thousand times. `rows` is
    the table that links the records to engagements, `sign` the beginning of their shelf keys.
    """

    def __init__(
        self, rows: QuerySet[Any], whose: str, sign: str, numbers: Collection[int], user: User
    ) -> None:
        tallies = Tally.objects.visible_to(user).filter(shelf=EVERYTHING, what=whose)
        counts = tallies.filter(key__in=[str(number) for number in numbers]).counts()
        last: dict[int, dt.date] = {}
        self.latest: list[tuple[int, int]] = []
        """Who and the engagement, the newest first."""
        with connection.cursor() as cursor:
            everything = user.sees_restricted
            cursor.execute(_LATEST, [list(numbers), sign, everything, _OFFICES])
            for number, engagement, day in sorted(
                cursor.fetchall(), key=lambda row: row[1:][::-1], reverse=True
            ):
                self.latest.append((number, engagement))
                if day != UNDATED:
                    last.setdefault(number, day)
        self.counted = {int(number): (n, last.get(int(number))) for number, n in counts.items()}
        never = [number for number in numbers if number not in self.counted]
        elsewhere = rows.filter(**{f"{whose}__in": never}) if never else rows.none()
        self.hidden = frozenset(elsewhere.order_by().values_list(whose, flat=True).distinct())
        self.organizations: dict[int, str] = {}


class _People(_Met):
    def __init__(self, known: Mapping[int, Any], user: User) -> None:
        super().__init__(Participation.objects.all(), "person", "q", known.keys(), user)
        offices = {
            (person, engagement): (role, organization)
            for person, engagement, role, organization in Participation.objects.filter(
                person__in=known.keys(), engagement__in={engagement for _number, engagement in self.latest}
            )
            .exclude(role="")
            .values_list("person", "engagement", "role", "organization")
        }
        self.roles: dict[int, str] = {}
        for place in self.latest:
            if place in offices and place[0] not in self.roles:
                self.roles[place[0]], self.organizations[place[0]] = offices[place]

    def what(self, record: Any) -> str:
        return self.roles.get(record.pk, "")


class _Partners(_Met):
    def __init__(self, known: Mapping[int, Any], user: User) -> None:
        through: Any = Engagement.partners.through
        super().__init__(through.objects.all(), "partner", "p", known.keys(), user)

    def what(self, record: Any) -> str:
        return str(record.get_kind_display())
