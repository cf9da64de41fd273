"""The figures that the database keeps (models.Tally): asked, and rolled up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum

from engagements.models import Tally
from engagements.permissions import Permission
from engagements.shelves import EVERYTHING

if TYPE_CHECKING:
    from datetime import date

    from engagements.models import User
    from engagements.shelves import Shelf

_LEADING = """
    SELECT t.key, sum(t.n), count(*) OVER (), {columns}
    FROM engagements_tally t {join}
    WHERE t.shelf = %(shelf)s AND t.what = %(what)s AND (%(all)s OR NOT t.hidden)
    GROUP BY t.key, {columns} HAVING sum(t.n) > 0
    ORDER BY 2 DESC, 4, 5, 1 LIMIT %(limit)s
"""
_NAMES = "r.name_ar, r.name_en, coalesce(r.country_id = %(home)s, false)"
_NAMED = "JOIN engagements_{what} r ON r.id = t.key::bigint AND r.merged_into_id IS NULL"
_ROLL_UP = """
    WITH many AS (
        SELECT shelf, what, key, hidden FROM engagements_tally GROUP BY 1, 2, 3, 4 HAVING count(*) > 1 OR sum(n) = 0
    ), gone AS (
        DELETE FROM engagements_tally t USING many m
        WHERE (t.shelf, t.what, t.key, t.hidden) = (m.shelf, m.what, m.key, m.hidden)
        RETURNING t.shelf, t.what, t.key, t.hidden, t.n
    )
    INSERT INTO engagements_tally (shelf, what, key, hidden, n)
    SELECT shelf, what, key, hidden, sum(n) FROM gone GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0
"""


@dataclass(frozen=True, slots=True)
class Leader:
    """A name or outlet and how many engagements of a shelf it was in. `home`: it is of the home country."""

    key: str
    count: int
    name_ar: str
    name_en: str
    home: bool


@dataclass(frozen=True, slots=True)
class Leaders:
    """The first of them, the most frequent first, and how many there are."""

    rows: list[Leader]
    number: int


def leaders(shelf: Shelf, what: str, limit: int, *, abroad: bool = False) -> Leaders:
    """The `person`s, `partner`s or `outlet`s of a shelf; with `abroad`, none of the home country."""
    named = what in {"person", "partner"}
    columns = (
        "r.name_ar, r.name_en, coalesce(r.country_id = %(home)s, false)"
        if named
        else "t.key, t.key, t.key IS NULL"
    )
    join = _NAMED.format(what=what) if named else ""
    if abroad:
        join += " AND r.country_id IS DISTINCT FROM %(home)s"
    asked: dict[str, str | int | bool] = {
        "shelf": shelf.key,
        "what": what,
        "limit": limit,
        "home": settings.HOME_COUNTRY,
        "all": shelf.user.may(Permission.SEE_RESTRICTED),
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEADING.format(columns=columns, join=join), asked)
        found = cursor.fetchall()
    rows = [Leader(key, n, ar, en, home) for key, n, _number, ar, en, home in found]
    return Leaders(rows, found[0][2] if found else 0)


def shelves_with(user: User, what: str) -> list[str]:
    """The shelves that have any of it."""
    rows = Tally.objects.visible_to(user).filter(what=what).values_list("shelf")
    return [shelf for (shelf, _n) in rows.annotate(sum=Sum("n")).filter(sum__gt=0).order_by("shelf")]


def overdue(user: User, today: date) -> int:
    """Open commitments of the whole register that were due before `today`."""
    late = Tally.objects.visible_to(user).filter(shelf=EVERYTHING)
    return late.late(today).number()


@transaction.atomic
def roll_up() -> None:
    """Makes one row of the rows of each key. The sums stay what they are, whoever writes meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLL_UP)
