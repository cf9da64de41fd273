"""Writes the rows of the database as text, table by table, and reads them back. Knows no models: it asks the
database for the tables.
"""

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
"""A part of a table's rows ends when it has this many bytes."""
SESSIONS = frozenset({"django_session", "accounts_session"})
LEFT_OUT = SESSIONS | {"django_migrations"}
"""Tables that belong to the installation and not to the register: applied migrations and sessions."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its columns, without those that the database generates."""

    name: str
    columns: tuple[str, ...]

    def copy(self, direction: str) -> sql.Composed:
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        return sql.SQL("COPY {} ({}) " + direction).format(sql.Identifier(self.name), columns)


@dataclass(slots=True)
class Sum:
    """The number of rows written to or read from a table, and a running checksum of their text."""

    rows: int = 0
    digest: str = sha256(b"").hexdigest()

    def add(self, text: bytes) -> None:
        """Adds text that consists of whole lines. As line ends within values are escaped as `\\n`, each line is a
        row.
        """
        self.rows += text.count(b"\n")
        self.digest = sha256(self.digest.encode() + text).hexdigest()


def tables() -> list[Table]:
    """All tables of the register, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [Table(name, tuple(columns)) for name, columns in cursor.fetchall() if name not in LEFT_OUT]


def sequences() -> dict[str, int]:
    """The last number of each sequence; unused sequences are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequencename::text, last_value FROM pg_sequences"
            " WHERE schemaname = current_schema() AND last_value IS NOT NULL"
        )
        return dict(cursor.fetchall())


def parts(table: Table) -> Iterator[bytes]:
    """The rows as COPY writes them, in parts of whole lines of about PART bytes."""
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
    """Loads one part of a table's rows and adds it to `total`."""
    content = text.read()
    total.add(content)
    with connection.cursor() as cursor, cursor.copy(table.copy("FROM STDIN")) as copy:
        copy.write(content)


@contextlib.contextmanager
def refilled(names: Iterable[str]) -> Iterator[None]:
    """Empties these tables and disables their triggers during the block, in one transaction.

    At the end all references between rows are checked.
    """
    listed = sorted(names)
    with connection.cursor() as cursor:
        for name in listed:
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(name)))
        # Sessions are emptied too: they refer to accounts that are replaced.
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
