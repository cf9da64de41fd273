"""The figures that the database keeps (models.Tally): asked, and rolled up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Subquery

from engagements.locks import Lock, hold, share
from engagements.models import NOT_DUE, UNDATED, Appearance, KeptShelf, Tally, Topic
from engagements.shelves import kept_sql, shelf_sql
from engagements.shelves.shelf import ALWAYS_KEPT, EVERYTHING, own_shelf

if TYPE_CHECKING:
    from datetime import date

    from engagements.models import User
    from engagements.shelves.shelf import Shelf

LONGEST = 1000
"""Of a partner, a person or a topic with more engagements the figures are kept; those of others are counted."""
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


def leading(shelf: Shelf, what: str, limit: int) -> dict[str, int]:
    """The `person`s, `partner`s or `outlet`s that are in most engagements of a shelf, the most frequent first.

    What was written since the last roll-up counts, but by itself brings nobody into the list.
    """
    asked: dict[str, str | int | bool] = {
        "shelf": shelf.key,
        "limit": limit,
        "all": shelf.user.sees_restricted,
    }
    with connection.cursor() as cursor:
        cursor.execute(shelf_sql.leading_of(what), asked)
        return {key: int(n) for key, n in cursor.fetchall() if n > 0}


def topics_met(user: User, today: date) -> dict[str, tuple[int, date | None]]:
    """Of each topic that has any: its engagements, and the day of the last that was held by `today`."""
    rows = Tally.objects.visible_to(user).filter(shelf=EVERYTHING, what="fact", key__startswith="topic=")
    numbers = {key.removeprefix("topic="): n for key, n in rows.counts().items()}
    here = Appearance.objects.visible_to(user).filter(
        shelf=own_shelf(Topic), held=True, day__gt=UNDATED, day__lte=today
    )
    last = Topic.objects.filter(pk__in=numbers).annotate(
        last=Subquery(here.order_by("-day").values("day")[:1])
    )
    return {code: (numbers[code], day) for code, day in last.values_list("pk", "last")}


def overdue(user: User, today: date) -> int:
    """Open commitments of the whole register that were due before `today`. In the frame of every page."""
    asked: dict[str, str | bool] = {"shelf": EVERYTHING, "all": user.sees_restricted}
    with connection.cursor() as cursor:
        cursor.execute(shelf_sql.OVERDUE, {**asked, **shelf_sql.on(today)})
        row = cursor.fetchone()
    return int(row[0])


def follow_ups(user: User, today: date, shelf: str = EVERYTHING) -> dict[str, int]:
    """How many there are of everything or of a country, by the ready views whose numbers are kept; under "", what is
    open. One query."""
    asked: dict[str, str | bool] = {
        "shelf": shelf,
        "all": user.sees_restricted,
        "undated": f"{NOT_DUE:%Y}",
    }
    with connection.cursor() as cursor:
        cursor.execute(shelf_sql.FOLLOW_UPS, {**asked, **shelf_sql.on(today)})
        row = cursor.fetchone()
    return {name: int(n) for name, n in zip(("", "all", "overdue", "no_due"), row, strict=True)}


def open_by_country(user: User, today: date) -> dict[str, tuple[int, int]]:
    """By the code of the country of their engagements: the open follow-ups, and how many of them are overdue."""
    asked: dict[str, str | bool] = {"all": user.sees_restricted}
    with connection.cursor() as cursor:
        cursor.execute(shelf_sql.OPEN_BY_COUNTRY, {**asked, **shelf_sql.on(today)})
        return {code: (int(still), int(late)) for code, still, late in cursor.fetchall() if code}


@transaction.atomic
def roll_up() -> None:
    """Makes one row of the rows of each key. The sums stay what they are, whoever writes meanwhile."""
    share(Lock.KEPT)
    with connection.cursor() as cursor:
        cursor.execute(_ROLL_UP)


def keep_long(longest: int = LONGEST) -> None:
    """Keeps the tallies of partners, people and topics that have become longer than `longest`, and those of what has
    become half as short no more. Each in a transaction of its own; what somebody is writing to waits for the next time.
    """
    with connection.cursor() as cursor:
        cursor.execute(kept_sql.LENGTHS)
        lengths = dict(cursor.fetchall())
        kept = set(KeptShelf.objects.values_list("pk", flat=True))
        for shelf in sorted(shelf for shelf, n in lengths.items() if n > longest and shelf not in kept):
            with transaction.atomic():
                cursor.execute("SELECT sijill_keep(%s)", [shelf])
        for shelf in sorted(shelf for shelf in kept if lengths.get(shelf, 0) <= longest // 2):
            with transaction.atomic():
                cursor.execute("SELECT sijill_leave(%s)", [shelf])


@transaction.atomic
def recount() -> int:
    """Counts every kept figure anew and writes what differs; how many did. Nobody can write meanwhile."""
    wrong = 0
    hold(Lock.KEPT)
    with connection.cursor() as cursor:
        kept = set(KeptShelf.objects.values_list("pk", flat=True))
        cursor.execute(kept_sql.COUNTED)
        for (shelf,) in cursor.fetchall():
            cursor.execute(
                kept_sql.RECOUNT, {"shelf": shelf, "kept": shelf[:1] in ALWAYS_KEPT or shelf in kept}
            )
            wrong += cursor.rowcount
    return wrong
