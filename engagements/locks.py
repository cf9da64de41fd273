"""The advisory locks of the database, so that no two have one number.

The functions of the database hold KEPT by its number (`shelves/kept_sql.py`).
"""

from __future__ import annotations

from enum import IntEnum, unique

from django.db import connection


@unique
class Lock(IntEnum):
    """Who holds it, and what nobody else does meanwhile."""

    NAMES = 7_453_001
    """Whoever creates names, takes one away, or makes two one."""
    FOLDER = 7_453_002
    """Whoever goes through the folder that releases are put into."""
    DUPLICATES = 7_453_003
    """Whoever writes down which names may be the same."""
    KEPT = 7_453_018
    """Who derives holds it shared, who changes what is kept alone: so nobody writes parts of a shelf that is being
    counted, and nobody counts a shelf of which somebody has written parts."""


def hold(lock: Lock) -> None:
    """Alone, until the transaction ends."""
    _ask("SELECT pg_advisory_xact_lock(%s)", lock)


def share(lock: Lock) -> None:
    """With others who share it, until the transaction ends."""
    _ask("SELECT pg_advisory_xact_lock_shared(%s)", lock)


def take(lock: Lock) -> bool:
    """Alone, until `give_back` or the connection's end; False, at once, if somebody else has it."""
    return bool(_ask("SELECT pg_try_advisory_lock(%s)", lock))


def give_back(lock: Lock) -> None:
    """What was taken."""
    _ask("SELECT pg_advisory_unlock(%s)", lock)


def _ask(statement: str, lock: Lock) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, [lock.value])
        return cursor.fetchone()[0]
