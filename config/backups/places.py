"""Where backups are kept: in a folder or in an S3-compatible store (`store:`). Both can write, list and delete them."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from config.backups import bucket, retention
from config.backups.archive import BackupError
from config.backups.backing_up import Made, back_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import pyrage

    from config.backups.retention import Retention

STORE = "store:"
"""The prefix for the store: alone it names the store, followed by a name a backup in it."""


class Place(Protocol):
    """A place for backups. All methods raise BackupError."""

    def back_up(self, *, now: datetime, recipient: pyrage.x25519.Recipient | None) -> Made:
        """Makes a backup here; when it returns, the backup is complete."""

    def names(self) -> list[str]:
        """The names of the backups here, the oldest first."""

    def prune(self, keep: Retention) -> list[str]:
        """Deletes backups that need not be kept and returns their names. Deletes nothing if the newest is damaged."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder on this machine or mounted on it."""

    path: Path

    def back_up(self, *, now: datetime, recipient: pyrage.x25519.Recipient | None) -> Made:
        return back_up(self.path, now=now, recipient=recipient)

    def names(self) -> list[str]:
        return [path.name for path in retention.backups_in(self.path)]

    def prune(self, keep: Retention) -> list[str]:
        return [path.name for path in retention.prune(self.path, keep)]


@dataclass(frozen=True, slots=True)
class Store:
    """The bucket `SIJILL_BACKUP_S3_BUCKET`. A backup is made on the disk first and sent when it is complete."""

    def back_up(self, *, now: datetime, recipient: pyrage.x25519.Recipient | None) -> Made:
        with bucket.room() as folder:
            made = back_up(folder, now=now, recipient=recipient)
            bucket.send(made.path)
        return made

    def names(self) -> list[str]:
        return bucket.names()

    def prune(self, keep: Retention) -> list[str]:
        return bucket.prune(keep)


def place_of(written: str) -> Place:
    """The place that this text names. Raises BackupError if it names a single backup in the store."""
    if not written.startswith(STORE):
        return Folder(Path(written))
    if written != STORE:
        raise BackupError(f"{written!r} is one backup; {STORE} alone is the place.")
    return Store()


@contextlib.contextmanager
def file_of(written: str) -> Iterator[Path]:
    """A backup as a local file, fetched if it is in the store; `store:` alone means the newest there.

    Raises BackupError if there is no such backup, or if its checksum is wrong.
    """
    if not written.startswith(STORE):
        yield Path(written)
        return
    name = written.removeprefix(STORE)
    if not name:
        name = next(reversed(bucket.names()), "")
        if not name:
            raise BackupError("There is no backup in the store.")
    with bucket.fetched(name) as path:
        yield path
