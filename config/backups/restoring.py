"""Restores a backup into an empty installation of the same or a later version."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import IO, TYPE_CHECKING, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from config.backups import rows
from config.backups.archive import BackupError, parts_of, spooled
from config.backups.backing_up import FORMAT
from config.history import BetweenVersionsError, as_of_today

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyrage

PEOPLE_AND_SOURCES = ("engagements_user", "engagements_source")
"""An installation with rows in one of these tables is in use."""


@dataclass(slots=True)
class Restored:
    """What was restored. `missing` are files that were already missing when the backup was made."""

    version: str
    at: str
    rows: int = 0
    files: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def restore(path: Path, *, identity: pyrage.x25519.Identity | None = None) -> Restored:
    """Restores the backup. Raises BackupError if the installation is not empty, or the backup is incomplete or of a
    later version; then no rows or files of it are left behind.
    """
    kept: list[str] = []
    try:
        with parts_of(path, identity) as parts:
            about = _about(parts)
            _refuse_unless_empty()
            _migrate_to(_known(about))
            with transaction.atomic():
                restored = _fill(about, parts, kept)
        call_command("migrate", interactive=False, verbosity=0)
    except BaseException as error:
        for name in kept:
            default_storage.delete(name)
        if isinstance(error, (OSError, DatabaseError)):
            raise BackupError(f"The backup could not be put back: {error}") from error
        raise
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return restored


def _about(parts: Iterator[tuple[str, IO[bytes]]]) -> dict[str, Any]:
    name, content = next(parts, ("", None))
    if content is None or name != "about.json":
        raise BackupError("This is no backup of Sijill.")
    about: dict[str, Any] = json.load(content)
    if about["format"] != FORMAT:
        raise BackupError(f"This backup has format {about['format']}; this version reads format {FORMAT}.")
    return about


def _known(about: dict[str, Any]) -> set[tuple[str, str]]:
    """The migrations that make the tables as they were at the time of the backup."""
    known = MigrationExecutor(connection).loader.disk_migrations
    try:
        applied = as_of_today({(app, name) for app, name in about["migrations"]}, known)
    except BetweenVersionsError as error:
        raise BackupError(
            f"This backup was made by an earlier version ({about['version']}, before {error}), from which this one"
            " cannot go on. Restore it with the version that made it, update that to the last one before this, and"
            " back it up again."
        ) from error
    if unknown := [f"{app}.{name}" for app, name in sorted(applied) if (app, name) not in known]:
        raise BackupError(
            f"This backup was made by version {about['version']}, which is newer: here, nothing is known of"
            f" {', '.join(unknown[:3])}. Install that version, or a later one."
        )
    return applied


def _refuse_unless_empty() -> None:
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name in PEOPLE_AND_SOURCES:
            if name in there:
                cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(name)))
                if cursor.fetchone() != (False,):
                    raise BackupError(
                        f"This installation is not empty ({name} has rows); a backup goes into an empty one only."
                    )


def _migrate_to(nodes: set[tuple[str, str]]) -> None:
    """Makes the tables as they were at the time of the backup, empty; tables that exist are dropped."""
    if connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            schema = connection.ops.quote_name(cursor.fetchone()[0])
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")
            cursor.execute(f"CREATE SCHEMA {schema}")
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    before = {parent for node in nodes for parent in graph.node_map[node].parents if parent.key[0] == node[0]}
    executor.migrate([node for node in sorted(nodes) if graph.node_map[node] not in before])


def _fill(about: dict[str, Any], parts: Iterator[tuple[str, IO[bytes]]], kept: list[str]) -> Restored:
    tables = {name: rows.Table(name, tuple(columns)) for name, columns in about["tables"].items()}
    sums: defaultdict[str, rows.Sum] = defaultdict(rows.Sum)
    restored = Restored(about["version"], about["at"])
    told: dict[str, Any] | None = None
    with rows.refilled(tables):
        for part, content in parts:
            kind, _slash, name = part.partition("/")
            if kind == "data":
                table = name.rpartition("/")[0]
                rows.take_in(tables[table], content, sums[table])
            elif kind == "files":
                restored.files[name] = _keep(name, content, kept)
            elif part == "sums.json":
                told = json.load(content)
        rows.set_sequences(about["sequences"])
        if told is None:
            raise BackupError("This backup is not whole: its end is missing.")
        if told["tables"] != {name: asdict(sums[name]) for name in tables} or told["files"] != restored.files:
            raise BackupError("This backup was changed since it was made: its checksums do not agree.")
    restored.rows = sum(total.rows for total in sums.values())
    restored.missing = told["missing"]
    return restored


def _keep(name: str, content: IO[bytes], kept: list[str]) -> str:
    """Stores a file under exactly this name; returns its checksum."""
    if default_storage.exists(name):
        raise BackupError(
            f"There is a file {name} already: a backup is put back beside an empty file store only."
        )
    with spooled(content) as (copy, _size, digest):
        saved = default_storage.save(name, File(copy, name))
    kept.append(saved)
    if saved != name:
        raise BackupError(f"The file {name} could not be kept under its name.")
    return digest
