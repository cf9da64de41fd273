"""Where backups lie: in a folder, or in an S3-compatible store (`store:`). Both keep, list, check and clear them."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from config.backups import retention, stored
from config.backups.archive import BackupError
from config.backups.backing_up import Made, back_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import pyrage

    from config.backups.retention import Retention

STORE = "store:"
"""How the store is written, alone or before the name of a backup in it."""


class Place(Protocol):
    """Somewhere that backups are kept. All of it raises BackupError."""

    def back_up(self, *, now: datetime, recipient: pyrage.x25519.Recipient | None) -> Made:
        """Makes one and keeps it here; then it is whole here."""

    def names(self) -> list[str]:
        """Those that are here, oldest first."""

    def prune(self, keep: Retention) -> list[str]:
        """Deletes what does not stay; gives the names of what went. Nothing if the newest is damaged."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that this machine reaches."""

    path: Path

    def back_up(self, *, now: datetime, recipient: pyrage.x25519.Recipient | None) -> Made:
        return back_up(self.path, now=now, recipient=recipient)

    def names(self) -> list[str]:
        return [path.name for path in retention.backups_in(self.path)]

    def prune(self, keep: Retention) -> list[str]:
        return [path.name for path in retention.prune(self.path, keep)]


@dataclass(frozen=True, slots=True)
class Store:
    """The bucket of `SIJILL_BACKUP_S3_BUCKET`. A backup is made on the disk first, and sent when it is whole."""

    def back_up(self, *, now: datetime, recipient: pyrage.x25519.Recipient | None) -> Made:
        with stored.room() as folder:
            made = back_up(folder, now=now, recipient=recipient)
            stored.send(made.path)
        return made

    def names(self) -> list[str]:
        return stored.names()

    def prune(self, keep: Retention) -> list[str]:
        return stored.prune(keep)


def place_of(written: str) -> Place:
    """Raises BackupError for a backup in the store: that is none to put others in."""
    if not written.startswith(STORE):
        return Folder(Path(written))
    if written != STORE:
        raise BackupError(f"{written!r} is one backup; {STORE} alone is the place.")
    return Store()


@contextlib.contextmanager
def file_of(written: str) -> Iterator[Path]:
    """A backup as a file on this machine, fetched if it lies in the store; `store:` alone is the newest there.

    Raises BackupError if there is none of that name, or if it is not what was sent.
    """
    if not written.startswith(STORE):
        yield Path(written)
        return
    name = written.removeprefix(STORE)
    if not name:
        name = next(reversed(stored.names()), "")
        if not name:
            raise BackupError("There is no backup in the store.")
    with stored.fetched(name) as path:
        yield path
