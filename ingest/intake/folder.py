"""The watched folder: files that people or programs put there come in by themselves.

Once its release is committed, a file is moved to `taken/`; a refused one to `refused/`, with a note that says why. A
file that is still being written is left alone. A subfolder gives its name to its files as the outlet.
"""

from __future__ import annotations

import logging
import os
from datetime import UTC, timedelta
from datetime import datetime as DateTime
from pathlib import Path
from typing import TYPE_CHECKING

from engagements.locks import Lock, give_back, take
from ingest.models import WayIn
from ingest.services.submission import MAX_KEPT_BYTES, TooLarge, submit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from engagements.models import User

logger = logging.getLogger(__name__)

TAKEN, REFUSED = "taken", "refused"
SETTLED = timedelta(seconds=10)
"""A file that nobody touched for so long is taken to be whole."""
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download", ".swp")


def take_in(folder: Path, *, by: User, now: datetime, at_most: int = 500) -> int:
    """Takes in the files that are ready in `folder`. Returns how many. Raises OSError if the folder cannot be read.

    After a crash between commit and move, the same file is found again, known by its bytes, and only moved.
    """
    if not take(Lock.FOLDER):
        return 0
    try:
        for place in (TAKEN, REFUSED):
            (folder / place).mkdir(exist_ok=True)
        return sum(
            _take(path, folder, by, now) for _, path in zip(range(at_most), _ready(folder, now), strict=False)
        )
    finally:
        give_back(Lock.FOLDER)


def _ready(folder: Path, now: datetime) -> Iterator[Path]:
    """Complete files in the folder and in its subfolders, sorted by name."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir() and path.name not in (TAKEN, REFUSED):
            yield from (each for each in sorted(path.iterdir()) if _is_ready(each, now))
        elif _is_ready(path, now):
            yield path


def _is_ready(path: Path, now: datetime) -> bool:
    if path.name.startswith(".") or path.is_symlink() or path.suffix.lower() in _UNFINISHED:
        return False
    try:
        touched = DateTime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    except OSError:
        return False
    return path.is_file() and now - touched >= SETTLED


def _take(path: Path, folder: Path, by: User, now: datetime) -> bool:
    outlet = path.parent.name[:200] if path.parent != folder else ""
    try:
        if path.stat().st_size > MAX_KEPT_BYTES:
            raise TooLarge
        content = path.read_bytes()
    except TooLarge:
        _refuse(path, folder, f"The file is larger than {MAX_KEPT_BYTES} bytes.")
        return False
    except OSError as error:
        # It stays where it is, as it may be readable the next time.
        logger.warning("%s in the watched folder cannot be read: %s", path.name, error.strerror)
        return False
    release = submit(
        content=content, filename=path.name, by=by, now=now, outlet=outlet, way_in=WayIn.FOLDER
    ).release
    _move(path, folder / TAKEN)
    logger.info("release %s came in from the watched folder: %s", release.pk, path.name)
    return True


def _refuse(path: Path, folder: Path, reason: str) -> None:
    kept = _move(path, folder / REFUSED)
    kept.with_name(f"{kept.name}.why.txt").write_text(f"{reason}\n", encoding="utf-8")
    logger.warning("%s in the watched folder was refused: %s", path.name, reason)


def _move(path: Path, place: Path) -> Path:
    """Moves the file into `place`, under another name if that one is taken. Never overwrites anything."""
    for number in range(1, 10_000):
        name = path.name if number == 1 else f"{path.stem}-{number}{path.suffix}"
        target = place / name
        try:
            os.link(path, target)
        except FileExistsError:
            continue
        except OSError:
            # The file system has no hard links.
            if target.exists():
                continue
            return path.rename(target)
        path.unlink()
        return target
    raise FileExistsError(f"{place} holds too many files called {path.name}")
