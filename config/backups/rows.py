"""The rows of a database as text, table after table, and back. Knows no model: what a table holds is asked of it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, TYPE_CHECKING

from django.db import connection
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PART = 4 * 1024 * 1024
"""Bytes from which on a part of a table's rows is closed."""
SESSIONS = frozenset({"django_session", "accounts_session"})
LEFT_OUT = SESSIONS | {"django_migrations"}
"""Tables of the installation, not of the register: what it has migrated, and who is signed in."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the columns that are written into it; the others, the database works out."""

    name: str
    columns: tuple[str, ...]

    def copy(self, direction: str) -> sql.Composed:
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        return sql.SQL("COPY {} ({}) " + direction).format(sql.Identifier(self.name), columns)


@dataclass(slots=True)
class Sum:
    """What was written of a table, or read of it: rows, and a running checksum of their text."""

    rows: int = 0
    digest: str = sha256(b"").hexdigest()

    def add(self, text: bytes) -> None:
        """`text` is whole lines. Line ends within a value are written as `\\n`, so each end of a line ends a row."""
        self.rows += text.count(b"\n")
        self.digest = sha256(self.digest.encode() + text).hexdigest()


def tables() -> list[Table]:
    """Every table of the register, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [Table(name, tuple(columns)) for name, columns in cursor.fetchall() if name not in LEFT_OUT]


def sequences() -> dict[str, int]:
    """The last number that each sequence gave; those that gave none are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequencename::text, last_value FROM pg_sequences"
            " WHERE schemaname = current_schema() AND last_value IS NOT NULL"
        )
        return dict(cursor.fetchall())


def parts(table: Table) -> Iterator[bytes]:
    """The rows as COPY writes them, whole lines, PART bytes or a line more at a time."""
    gathered = bytearray()
    with connection.cursor() as cursor, cursor.copy(table.copy("TO STDOUT")) as copied:
        for line in copied:
            gathered += line
            if len(gathered) >= PART:
                yield bytes(gathered)
                gathered.clear()
    if gathered:
        yield bytes(gathered)


def take_in(table: Table, text: IO[bytes], total: Sum) -> None:
    """Puts one part of a table's rows into it, and adds it to `total`."""
    content = text.read()
    total.add(content)
    with connection.cursor() as cursor, cursor.copy(table.copy("FROM STDIN")) as copy:
        copy.write(content)


@contextlib.contextmanager
def refilled(names: Iterable[str]) -> Iterator[None]:
    """These tables, emptied, and without what the database does on its own at a change; in one transaction.

    At the end every reference between rows is checked.
    """
    listed = sorted(names)
    with connection.cursor() as cursor:
        for name in listed:
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(name)))
        # A session is somebody's: who is signed in refers to an account that goes.
        emptied = [*listed, *SESSIONS.intersection(connection.introspection.table_names(cursor))]
        cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, emptied))))
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in listed:
            cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(name)))


def set_sequences(last: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        for name, value in last.items():
            cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [name, value])


_TABLES = """
SELECT c.relname::text, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY c.relname ORDER BY c.relname
"""
