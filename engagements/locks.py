"""PostgreSQL advisory locks, numbered here so that no two share a number.

SQL functions of the database also take KEPT, by its number (`shelves/kept_sql.py`).
"""

from __future__ import annotations

from enum import IntEnum, unique

from django.db import connection


@unique
class Lock(IntEnum):
    """What each lock protects."""

    NAMES = 7_453_001
    """Held while names are created, deleted or merged."""
    FOLDER = 7_453_002
    """Held while the watched folder is read."""
    DUPLICATES = 7_453_003
    """Held while the found duplicates are written."""
    KEPT = 7_453_018
    """Shared by writers of derived rows, held alone while it changes which shelves have tallies.

    So nobody writes rows of a shelf while it is being counted, and no half-written shelf is counted."""


def hold(lock: Lock) -> None:
    """Takes the lock alone; it is released at the end of the transaction. Waits for it."""
    _ask("SELECT pg_advisory_xact_lock(%s)", lock)


def share(lock: Lock) -> None:
    """Takes the lock together with others that share it; it is released at the end of the transaction. Waits for it."""
    _ask("SELECT pg_advisory_xact_lock_shared(%s)", lock)


def take(lock: Lock) -> bool:
    """Takes the lock alone until `give_back` or the end of the connection. False, without waiting, if somebody
    else has it.
    """
    return bool(_ask("SELECT pg_try_advisory_lock(%s)", lock))


def give_back(lock: Lock) -> None:
    """Releases a lock that `take` has taken."""
    _ask("SELECT pg_advisory_unlock(%s)", lock)


def _ask(statement: str, lock: Lock) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, [lock.value])
        return cursor.fetchone()[0]
