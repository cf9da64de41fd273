"""What tests leave in the tables: rows that were rolled back, which PostgreSQL keeps until somebody sweeps.

Nobody does without autovacuum, which would also reckon the tables' statistics, at moments when they are empty. After
2,600 tests one look through the countries read 33 MB of rows that no transaction ever committed.
"""

from __future__ import annotations

from itertools import count

from django.db import connection

EVERY = 20
"""Tests, after which it is looked whether anything is to be swept."""
PAGES = 32
"""A table is swept from so many pages (of 8 kB) on."""
_GROWN = """
    SELECT oid::regclass::text FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) >= %s * 8192
"""
_ended = count(1)


def sweep_now_and_then() -> None:
    """Between two tests; a module that keeps a transaction open over its tests is swept up after at its end."""
    if next(_ended) % EVERY or connection.connection is None or connection.in_atomic_block:
        return
    # A test may have ended its server.
    if connection.is_usable():
        sweep()


def sweep() -> list[str]:
    """Takes away what no transaction sees any more, and no statistics. Returns the tables."""
    with connection.cursor() as cursor:
        cursor.execute(_GROWN, [PAGES])
        grown = [name for (name,) in cursor.fetchall()]
        if grown:
            cursor.execute(f"VACUUM (ANALYZE false) {', '.join(grown)}")
    return grown
