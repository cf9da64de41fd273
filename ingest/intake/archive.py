"""Takes in a whole archive of releases from disk, file by file. It can be repeated, and goes on where it broke off."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone

from ingest.intake.named_dates import published_from_name
from ingest.models import WayIn
from ingest.services.submission import MAX_KEPT_BYTES, TooLarge, submit

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User

NEW, KNOWN, REFUSED = "new", "known", "refused"


@dataclass(slots=True)
class Tally:
    """What became of the files: numbers of `new`, `known` and `refused` ones, and why each refused one was refused."""

    counts: Counter[str] = field(default_factory=Counter)
    undated: int = 0
    refusals: list[tuple[Path, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def files_of(folder: Path) -> list[Path]:
    """The files below `folder`, in order of their paths, without hidden ones. Links are not followed."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(parent, name) for name in sorted(names) if not name.startswith(".")]
    return [path for path in found if path.is_file() and not path.is_symlink()]


def import_files(
    files: list[Path],
    tally: Tally,
    *,
    folder: Path,
    by: User,
    now: datetime,
    outlet: str = "",
    published_from_names: bool = False,
) -> Iterator[Path]:
    """Takes the files in, each in its own transaction, counts them in `tally`, and yields each one when it is done.

    A file whose bytes are in the register already is `known`, so a second run goes on where the first one broke off.
    """
    for path in files:
        day = None
        if published_from_names:
            day = published_from_name(path.relative_to(folder), today=timezone.localdate(now))
            tally.undated += day is None
        try:
            if path.stat().st_size > MAX_KEPT_BYTES:
                raise TooLarge
            taken = submit(
                content=path.read_bytes(),
                filename=path.name,
                by=by,
                now=now,
                published_on=day,
                outlet=outlet,
                way_in=WayIn.ARCHIVE,
            )
        except TooLarge:
            tally.counts[REFUSED] += 1
            tally.refusals.append((path, f"larger than {MAX_KEPT_BYTES} bytes"))
        except (PermissionError, FileNotFoundError, IsADirectoryError) as error:
            tally.counts[REFUSED] += 1
            tally.refusals.append((path, error.strerror or str(error)))
        else:
            tally.counts[KNOWN if taken.duplicate else NEW] += 1
        yield path
