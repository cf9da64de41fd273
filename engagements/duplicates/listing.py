"""The lists of pairs that wait for a decision, and of decided ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.duplicates.search import KINDS, TABLES
from engagements.models import PairVerdict
from engagements.names.telling_apart import Traits, traits_of
from engagements.names.visible import existing
from engagements.permissions import Permission
from engagements.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from engagements.models import User

CAP = 1000
"""The home page counts up to this number."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two names of a pair."""

    number: int
    traits: Traits
    spelling: str
    href: str


@dataclass(frozen=True, slots=True)
class PairShown:
    """Two names beside each other. `stays` is the one that was met more often; `row` is the likeness, or the
    decision.
    """

    row: Any
    first: Side
    second: Side

    @property
    def stays(self) -> Side:
        return self.first if self.first.traits.met >= self.second.traits.met else self.second

    @property
    def goes(self) -> Side:
        return self.second if self.stays is self.first else self.first


def open_pairs(kind: str, user: User, today: date) -> QuerySet[Any]:
    """The pairs that wait: both names exist for `user` and are not merged, and nobody called them different or put
    the decision off to a day after `today`.
    """
    tables = TABLES[kind]
    decided = tables.rulings.objects.filter(first=OuterRef("first"), second=OuterRef("second"))
    binding = decided.filter(Q(verdict=PairVerdict.DIFFERENT) | Q(until__gt=today))
    return _current(tables.likenesses.objects.all(), kind, user).filter(~Exists(binding))


def decided_pairs(kind: str, verdict: str, user: User, today: date) -> QuerySet[Any]:
    """The pairs with this verdict, the latest first; of those put off, only those whose day has not come."""
    rows = _current(TABLES[kind].rulings.objects.filter(verdict=verdict), kind, user).select_related("by")
    return rows.filter(until__gt=today) if verdict == PairVerdict.LATER else rows


def _current(rows: QuerySet[Any], kind: str, user: User) -> QuerySet[Any]:
    rows = rows.filter(first__merged_into=None, second__merged_into=None)
    if user.sees_restricted:
        return rows
    return rows.filter(*(Exists(existing(_named(kind, side), user)) for side in ("first", "second")))


def _named(kind: str, side: str) -> QuerySet[Any]:
    names: QuerySet[Any] = TABLES[kind].names.objects.filter(pk=OuterRef(side))
    return names


def shown(kind: str, rows: Iterable[Any], user: User) -> list[PairShown]:
    """The pairs of these rows whose two names both exist for the account, with what distinguishes them. Six queries."""
    rows = list(rows)
    numbers = {number for row in rows for number in (row.first_id, row.second_id)}
    traits = traits_of(TABLES[kind].names.objects.in_bulk(numbers).values(), user)
    found = []
    for row in rows:
        sides = [
            Side(number, traits[number], getattr(row, spelling, ""), reverse(kind, args=[number]))
            for number, spelling in ((row.first_id, "first_spelling"), (row.second_id, "second_spelling"))
        ]
        if not any(side.traits.hidden for side in sides):
            found.append(PairShown(row, *sides))
    return found


def waiting(user: User, now: datetime) -> list[Waiting]:
    """The part of the home page: pairs that wait, for accounts that may merge names."""
    if not user.may(Permission.MANAGE_NAMES):
        return []
    today = timezone.localdate(now)
    found = []
    for kind in KINDS:
        number = open_pairs(kind, user, today).order_by()[: CAP + 1].count()
        if number:
            label = (
                ngettext("pair of people that may be one", "pairs of people that may be one", number)
                if kind == "person"
                else ngettext("pair of partners that may be one", "pairs of partners that may be one", number)
            )
            href = f"{reverse('duplicates')}?kind={kind}"
            found.append(Waiting(min(number, CAP), label, _("The likest first."), href))
    return found
