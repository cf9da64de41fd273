"""What tells people, or organisations, of like names apart: where from, in which office, how often met, when last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Count, F, Max, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import Country, Engagement, Participation, Partner, Person

if TYPE_CHECKING:
    import datetime as dt

    from engagements.models import User

Known = TypeVar("Known", Person, Partner)


@dataclass(frozen=True, slots=True)
class Traits:
    """What `user` may know of a record: `met` counts the engagements that exist for that account.

    `hidden`: it was met only in others, and so has no page for that account.
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
    """By number. At most four queries, however many; none without records."""
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


class _Met:
    """How often and when last, as far as it exists for the account. `rows` ties `whose` to engagements."""

    def __init__(self, rows: QuerySet[Any], whose: str, numbers: Iterable[int], user: User) -> None:
        wanted = rows.filter(**{f"{whose}__in": list(numbers)}).order_by()
        self.mine = wanted.filter(engagement__in=Engagement.objects.visible_to(user).order_by())
        counted = self.mine.values_list(whose).annotate(n=Count("pk"), day=Max("engagement__date"))
        self.counted: dict[int, tuple[int, dt.date | None]] = {one: (n, day) for one, n, day in counted}
        never = [number for number in numbers if number not in self.counted]
        elsewhere = wanted.filter(**{f"{whose}__in": never}) if never else wanted.none()
        self.hidden = frozenset(elsewhere.values_list(whose, flat=True).distinct())
        self.organizations: dict[int, str] = {}


class _People(_Met):
    def __init__(self, known: Mapping[int, Any], user: User) -> None:
        super().__init__(Participation.objects.all(), "person", known, user)
        latest = (
            self.mine.exclude(role="")
            .order_by("person", F("engagement__date").desc(nulls_last=True), "-pk")
            .distinct("person")
            .values_list("person", "role", "organization")
        )
        self.roles: dict[int, str] = {}
        for number, role, organization in latest:
            self.roles[number], self.organizations[number] = role, organization

    def what(self, record: Any) -> str:
        return self.roles.get(record.pk, "")


class _Partners(_Met):
    def __init__(self, known: Mapping[int, Any], user: User) -> None:
        through: Any = Engagement.partners.through
        super().__init__(through.objects.all(), "partner", known, user)

    def what(self, record: Any) -> str:
        return str(record.get_kind_display())
