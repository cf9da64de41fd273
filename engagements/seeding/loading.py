"""Loads the made-up rows with COPY in batches, so memory stays small however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from engagements.models import (
    Commitment,
    Country,
    Engagement,
    Participation,
    Partner,
    Person,
    Source,
    Topic,
    User,
)
from engagements.permissions import Role
from engagements.seeding import batches, entries_sql
from engagements.seeding.batches import COLUMNS, Lines
from engagements.seeding.cast import Cast, cast_of, fill
from engagements.seeding.chance import Calendar
from engagements.services.vocabularies import load_vocabularies
from engagements.shelves.tallies import keep_long, roll_up

BATCH = 10_000
ACCOUNT = "seed-scale"
FILLED = (
    *COLUMNS,
    "engagements_appearance",
    "engagements_tally",
    "engagements_wording",
    "engagements_searchentry",
    "engagements_searchword",
)
NUMBERED = (Engagement, Partner, Person, Source, Participation, Commitment)


class NotEmpty(Exception):
    """The register has records already; made-up ones must not be mixed with them."""


def seed(*, engagements: int, number: int, today: date, told: Callable[[int], None]) -> None:
    """Fills the register with `engagements` engagements, always the same for the same `number` and day. Raises
    NotEmpty.

    Commits each batch; then calls `told` with the number loaded so far.
    """
    if any(model._base_manager.exists() for model in (Engagement, Partner, Person, Source)):
        raise NotEmpty
    load_vocabularies()
    random = Random(number)  # noqa: S311 - the same register each time
    cast = cast_of(engagements, list(Country.objects.all()), list(Topic.objects.all()), settings.HOME_COUNTRY)
    fill(cast, random, engagements, 1, 1)
    _names(cast)
    lines = Lines(
        cast, random, Calendar(today), today, _account(),
        next_participation=1, next_commitment=1, next_source=1,
    )  # fmt: skip
    with _indexed_afterwards(), connection.cursor() as cursor:
        cursor.execute(entries_sql.PREPARE)
        for first in range(1, engagements + 1, BATCH):
            size = min(BATCH, engagements + 1 - first)
            _load(lines.batch(first, size), first, size)
            told(first + size - 1)
        roll_up()
        cursor.execute(entries_sql.REMEMBER)
        cursor.execute(entries_sql.FORGET)
    keep_long()
    _finish()


@contextmanager
def _indexed_afterwards() -> Iterator[None]:
    """Drops the indexes that serve only pages and creates them again at the end: that takes a tenth of the time.

    Indexes of constraints stay, and those that `sijill_derive` and `sijill_learn` use.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
            WHERE indrelid::regclass::text = ANY (%s) AND NOT indisunique
                AND pg_get_indexdef(indexrelid) !~ '[(](engagement_id|word)[)]$'""",
            [list(FILLED)],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        try:
            yield
        finally:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            for _name, definition in indexes:
                cursor.execute(definition)
            cursor.execute("RESET maintenance_work_mem")


def _account() -> int:
    """The id of the account that approved everything; nobody can sign in to it."""
    user, made = User.objects.get_or_create(
        username=ACCOUNT, defaults={"role": Role.VIEWER, "is_active": False}
    )
    if made:
        user.set_unusable_password()
        user.save()
    return user.pk


@transaction.atomic
def _names(cast: Cast) -> None:
    _copy("engagements_partner", "id name_ar name_en kind country_id", batches.bodies(cast))
    _copy("engagements_person", "id name_ar name_en country_id", batches.people(cast))


@transaction.atomic
def _load(tables: dict[str, list[str]], first: int, size: int) -> None:
    with connection.cursor() as cursor:
        # Derived rows are made once for each batch, not for each table.
        cursor.execute("SET LOCAL sijill.derive = 'later'; SET LOCAL synchronous_commit = off")
        for table, lines in tables.items():
            _copy(table, COLUMNS[table], lines)
        batch = {"first": first, "last": first + size - 1}
        # Without this the planner assumes that the array has ten ids, and its plan takes minutes for ten thousand.
        # Only for this statement: the checks of each row should not be planned again and again.
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
        cursor.execute(
            "SELECT sijill_derive(ids) FROM "
            "(SELECT array_agg(n) FROM generate_series(%(first)s, %(last)s) n) batch (ids)",
            batch,
        )
        cursor.execute("SET LOCAL plan_cache_mode = auto")
        cursor.execute(entries_sql.TAKE_APART, batch)
        cursor.execute(entries_sql.ENTRIES, batch)
        # Checks the deferred constraints now, and sets everything back for what follows in the same transaction.
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; SET LOCAL sijill.derive = 'now'"
        )


def _copy(table: str, columns: str, lines: Iterable[str]) -> None:
    cursor: Any
    with connection.cursor() as cursor:
        statement = f"COPY {table} ({', '.join(columns.split())}) FROM STDIN"
        with cursor.copy(statement) as copy:
            copy.write("".join(f"{line}\n" for line in lines))


def _finish() -> None:
    with connection.cursor() as cursor:
        for model in NUMBERED:
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 1) FROM {table}))"  # noqa: S608
            )
        # Index-only scans need the visibility map, which only VACUUM writes; it refuses to run in a transaction.
        how = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
        cursor.execute(f"{how} {', '.join(FILLED)}")
