"""Reads the figures that the database keeps (models.Tally), and rolls them up."""

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
    """The `person`s, `partner`s or `outlet`s in the most engagements of a shelf, the most frequent first.

    Changes since the last roll-up are counted, but do not by themselves bring anybody into the list.
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
    """{code of a topic: (its engagements, the day of the last one held by `today`)}, for topics that have any."""
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
    """Open commitments of the whole register that were due before `today`. Every page shows it."""
    asked: dict[str, str | bool] = {"shelf": EVERYTHING, "all": user.sees_restricted}
    with connection.cursor() as cursor:
        cursor.execute(shelf_sql.OVERDUE, {**asked, **shelf_sql.on(today)})
        row = cursor.fetchone()
    return int(row[0])


def follow_ups(user: User, today: date, shelf: str = EVERYTHING) -> dict[str, int]:
    """How many follow-ups of a country or of everything each ready view has, if tallies know; under "", the open
    ones. One query.
    """
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
    """{code of a country: (open follow-ups of its engagements, overdue ones)}."""
    asked: dict[str, str | bool] = {"all": user.sees_restricted}
    with connection.cursor() as cursor:
        cursor.execute(shelf_sql.OPEN_BY_COUNTRY, {**asked, **shelf_sql.on(today)})
        return {code: (int(still), int(late)) for code, still, late in cursor.fetchall() if code}


@transaction.atomic
def roll_up() -> None:
    """Replaces the rows of each key by one with their sum. Others may write meanwhile."""
    share(Lock.KEPT)
    with connection.cursor() as cursor:
        cursor.execute(_ROLL_UP)


def keep_long(longest: int = LONGEST) -> None:
    """Starts tallies for partners, people and topics whose shelf has become longer than `longest`, and ends them for
    shelves half as long.

    Each in its own transaction. A shelf that somebody is writing to waits for the next run.
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
    """Recounts every figure and writes those that differ. Returns how many did. Nobody can write meanwhile."""
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
