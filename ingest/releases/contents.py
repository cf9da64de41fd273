"""The files inside a release that is a container, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.models import ContainedFile, Release, ReleaseStatus, WayIn
from ingest.releases.errors import left_out
from ingest.releases.listing import Entry, entries_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engagements.models import User

FIRST = 50
"""The most files listed on the page of the container; the list of releases can be filtered to show all of them."""


@dataclass(frozen=True, slots=True)
class Inside:
    """One file inside: the line of its release, or None if it was left out. `before`: it had come in already."""

    file: ContainedFile
    entry: Entry | None
    before: bool

    @property
    def why(self) -> str:
        """Why it was left out; empty if it was not."""
        return left_out(self.file.left_out) if self.file.left_out else ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The first files inside, of `total`."""

    rows: Sequence[Inside]
    total: int

    @property
    def busy(self) -> bool:
        return any(row.entry is not None and row.entry.busy for row in self.rows)

    @property
    def token(self) -> str:
        """A digest that changes when what is shown changes."""
        return ",".join(row.entry.state.code for row in self.rows if row.entry)


def contents_of(release: Release, user: User) -> Contents:
    """What is inside; nothing for a release that is no container. Four queries, however many files."""
    if release.status != ReleaseStatus.UNPACKED:
        return Contents([], 0)
    inside = release.contents.order_by("position")
    files = list(inside[:FIRST])
    numbers = [file.release_id for file in files if file.release_id]
    kept = Release.objects.visible_to(user).filter(pk__in=numbers).for_list()
    entries = {entry.release.pk: entry for entry in entries_of(kept, user)}
    total = len(files) if len(files) < FIRST else inside.count()
    rows = []
    for file in files:
        entry = entries.get(file.release_id) if file.release_id else None
        rows.append(Inside(file, entry, before=entry is not None and _came_before(entry.release, release)))
    return Contents(rows, total)


def _came_before(part: Release, container: Release) -> bool:
    """Whether these bytes were in the register before the container came in."""
    return part.way_in != WayIn.PART or part.submitted_at < container.submitted_at
