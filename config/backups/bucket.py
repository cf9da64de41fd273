"""Backups in an S3-compatible store, each with its checksum file, as in a folder."""

from __future__ import annotations

import contextlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.core.files import File
from django.core.files.storage import InvalidStorageError, Storage, storages

from config.backups.archive import BackupError
from config.backups.retention import agree, intact, is_backup, leaving, sum_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.backups.retention import Retention

ALIAS = "backups"
"""The name of the storage in `settings.STORAGES`."""
_BLOCK = 1024 * 1024


@contextlib.contextmanager
def room() -> Iterator[Path]:
    """A temporary folder for one backup, beside the data: /tmp may be in memory."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="backup-", dir=settings.DATA_DIR) as folder:
        yield Path(folder)


def names() -> list[str]:
    """The names of the backups, the oldest first. Raises BackupError."""
    with _told():
        _folders, files = _storage().listdir("")
    return sorted(name for name in files if is_backup(name))


def send(path: Path) -> None:
    """Sends a local backup and its checksum file. Raises BackupError, and then leaves neither in the store."""
    store, sent = _storage(), []
    try:
        with _told():
            for each in (path, sum_of(path)):
                with each.open("rb") as content:
                    sent.append(store.save(each.name, File(content, each.name)))
        if sent != [path.name, sum_of(path).name]:
            raise BackupError(f"There is a backup {path.name} in the store already.")
    except BackupError:
        with contextlib.suppress(OSError):
            for name in sent:
                store.delete(name)
        raise


@contextlib.contextmanager
def fetched(name: str) -> Iterator[Path]:
    """Fetches a backup to the disk for the block. Raises BackupError if it is missing or damaged."""
    if not is_backup(name):
        raise BackupError(f"{name!r} is no name of a backup.")
    store = _storage()
    with room() as folder:
        path = folder / name
        for each in (path, sum_of(path)):
            with _told(), store.open(each.name) as content, each.open("wb") as copy:
                for block in _blocks(content):
                    copy.write(block)
        if not intact(path):
            raise BackupError(f"{name} is damaged: its checksum is another.")
        yield path


def prune(keep: Retention) -> list[str]:
    """As `retention.prune`. Raises BackupError, and deletes nothing, unless the newest reads back intact."""
    there = names()
    going = [path.name for path in leaving(map(Path, there), keep)]
    if going and not _reads_back(there[-1]):
        raise BackupError(f"{there[-1]} is damaged: nothing older was deleted.")
    with _told():
        for name in going:
            _storage().delete(name)
            _storage().delete(sum_of(Path(name)).name)
    return going


def _reads_back(name: str) -> bool:
    with _told():
        with _storage().open(sum_of(Path(name)).name) as kept:
            written = kept.read()
        with _storage().open(name) as content:
            return agree(content, written)


def _blocks(content: IO[bytes]) -> Iterator[bytes]:
    while block := content.read(_BLOCK):
        yield block


def _storage() -> Storage:
    try:
        return storages[ALIAS]
    except InvalidStorageError as error:
        raise BackupError("No store for backups is named: SIJILL_BACKUP_S3_BUCKET.") from error


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"The store of the backups: {error}") from error
