"""Decides which backups of a folder are kept: the newest of each of so many days, weeks and months. Knows no Django."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING

from config.backups.archive import BackupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PATTERN = "sijill-*.tar.gz*"
SUM = ".sha256"
_BLOCK = 1024 * 1024
_NAME = re.compile(r"sijill-(\d{8}T\d{6}Z)\.tar\.gz(\.age)?")


@dataclass(frozen=True, slots=True)
class Retention:
    """How many are kept for each period; `newest` are kept whatever their dates."""

    newest: int = 1
    daily: int = 0
    weekly: int = 0
    monthly: int = 0


def retention_of(written: str) -> Retention:
    """Reads `14` (the newest 14) or `daily=7,weekly=4,monthly=12`. Raises BackupError for anything else."""
    parts = [part.strip() for part in written.split(",")]
    said = [re.fullmatch(r"(newest|daily|weekly|monthly)=(\d{1,4})", part) for part in parts]
    numbers = {found[1]: found[2] for found in said if found}
    if written.strip().isdigit():
        numbers = {"newest": written.strip()}
    elif len(numbers) != len(parts):
        raise BackupError(f"{written!r} says not how many stay: 14, or daily=7,weekly=4,monthly=12.")
    retention = Retention(**{name: int(number) for name, number in numbers.items()})
    if retention.newest < 1:
        raise BackupError("One backup has to stay at least.")
    return retention


def backups_in(folder: Path) -> list[Path]:
    """The complete backups of a folder, the oldest first, without those being written or broken off."""
    return sorted(path for path in folder.glob(PATTERN) if is_backup(path.name))


def is_backup(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def made_at(path: Path) -> datetime:
    """The time in the backup's name, in UTC. Raises BackupError."""
    found = _NAME.fullmatch(path.name)
    if not found:
        raise BackupError(f"{path.name} is no name of a backup.")
    return datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def staying(paths: Iterable[Path], retention: Retention) -> set[Path]:
    """The paths to keep. Only days, weeks and months that have a backup are counted."""
    newest_first = sorted(paths, key=made_at, reverse=True)
    stay = set(newest_first[: retention.newest])
    for count, period in (
        (retention.daily, lambda at: at.date()),
        (retention.weekly, lambda at: at.isocalendar()[:2]),
        (retention.monthly, lambda at: (at.year, at.month)),
    ):
        stay |= _newest_of_each(newest_first, count, period)
    return stay


def leaving(paths: Iterable[Path], retention: Retention) -> list[Path]:
    """The paths not to keep."""
    there = list(paths)
    stay = staying(there, retention)
    return [path for path in there if path not in stay]


def _newest_of_each(newest_first: list[Path], count: int, period: Callable[[datetime], object]) -> set[Path]:
    first: dict[object, Path] = {}
    for path in newest_first:
        first.setdefault(period(made_at(path)), path)
    return set(list(first.values())[:count])


def prune(folder: Path, retention: Retention) -> list[Path]:
    """Deletes the backups that need not be kept; returns them.

    Raises BackupError, and deletes nothing, if the newest is damaged: an older one may be the last good one.
    """
    there = backups_in(folder)
    going = leaving(there, retention)
    if going and not intact(there[-1]):
        raise BackupError(f"{there[-1].name} is damaged: nothing older was deleted.")
    for path in going:
        path.unlink()
        sum_of(path).unlink(missing_ok=True)
    return going


def sum_of(path: Path) -> Path:
    """The file with the checksum of a backup, in the form of `sha256sum --check`."""
    return path.with_name(path.name + SUM)


def write_sum(path: Path) -> None:
    """Writes the checksum of the file as read back from the disk; it is checked before anything older is deleted."""
    with path.open("rb") as content:
        sum_of(path).write_text(f"{_digest(content)}  {path.name}\n", encoding="ascii")


def intact(path: Path) -> bool:
    """Whether the backup agrees with its checksum. Without a checksum file (made by an earlier version) it counts as
    intact; with an empty one it does not.
    """
    kept = sum_of(path)
    if not kept.exists():
        return True
    with path.open("rb") as content:
        return agree(content, kept.read_bytes())


def agree(content: IO[bytes], written: bytes) -> bool:
    """Whether the content has the checksum in `written`, a file as `write_sum` makes it. An empty file agrees with
    nothing.
    """
    said = written.split()[:1]
    return said == [_digest(content).encode()]


def _digest(content: IO[bytes]) -> str:
    digest = sha256()
    while block := content.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()
