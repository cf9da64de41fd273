"""Makes a backup of the whole installation while it runs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import FileField

from config.backups import rows
from config.backups.archive import ENCRYPTED, BackupError, Writer, spooled, written_to
from config.backups.retention import write_sum
from config.version import VERSION
from engagements.auditing.chain import Head, head
from engagements.models import AuditLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    import pyrage

FORMAT = 1


@dataclass(slots=True)
class Made:
    """The result: a backup of `size` bytes. `missing` are files that the register names but the store lacks; `head`
    is the head of the audit trail's chain in it.
    """

    path: Path
    size: int = 0
    rows: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)
    head: Head = field(default_factory=lambda: Head(0, ""))


def back_up(folder: Path, *, now: datetime, recipient: pyrage.x25519.Recipient | None = None) -> Made:
    """Writes a backup into `folder`. Raises BackupError, and then leaves none."""
    name = f"sijill-{now:%Y%m%dT%H%M%SZ}.tar.gz{ENCRYPTED if recipient else ''}"
    made = Made(folder / name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with written_to(made.path, recipient) as writer, transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            _write(writer, made, now)
        write_sum(made.path)
        made.size = made.path.stat().st_size
    except OSError as error:
        raise BackupError(f"The backup could not be written: {error}") from error
    return made


def _write(writer: Writer, made: Made, now: datetime) -> None:
    found = rows.tables()
    if any(table.name == AuditLink._meta.db_table for table in found):
        made.head = head()
    about = {
        "format": FORMAT,
        "version": VERSION,
        "at": now.isoformat(),
        "audit_head": {"position": made.head.position, "hash": made.head.hash},
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
        "tables": {table.name: table.columns for table in found},
        # The sequences may be ahead of the snapshot; that does no harm.
        "sequences": rows.sequences(),
    }
    writer.add("about.json", _json(about))
    sums = {}
    for table in found:
        total = sums[table.name] = rows.Sum()
        for number, text in enumerate(rows.parts(table)):
            writer.add(f"data/{table.name}/{number:06}", text)
            total.add(text)
        made.rows += total.rows
    files = {}
    for name in kept_files(found):
        try:
            content = default_storage.open(name)
        except FileNotFoundError:
            made.missing.append(name)
            continue
        with content, spooled(content) as (copy, size, files[name]):
            writer.stream(f"files/{name}", copy, size)
        made.files += 1
    tallied = {name: asdict(total) for name, total in sums.items()}
    writer.add("sums.json", _json({"tables": tallied, "files": files, "missing": made.missing}))


def kept_files(tables: Iterable[rows.Table]) -> Iterator[str]:
    """The names of all files that rows refer to, each once. Fields of models that the given tables lack (before a
    migration) are skipped.
    """
    seen: set[str] = set()
    columns = {table.name: table.columns for table in tables}
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, FileField) and column.column in columns.get(model._meta.db_table, ()):
                named = model._base_manager.exclude(**{column.name: ""}).order_by(column.name)
                for name in named.values_list(column.name, flat=True).distinct().iterator():
                    if name not in seen:
                        seen.add(name)
                        yield name


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
