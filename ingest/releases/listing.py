"""A release as a line of a list: what became of it, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from ingest.models import ContainedFile, Draft, DraftStatus, ParseRun, Release, ReleaseStatus
from ingest.releases.errors import Explanation, caution, explain
from ingest.releases.likeness import Like, likes_of
from ingest.releases.states import State, next_try, state_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from engagements.models import User

GROUPS = ("busy", "done", "again", "failed")
"""What a batch counts, in the order in which it says so."""
UNREADABLE = ("locked", "damaged", "too_deep", "too_big")
"""Why a file in a container was left out that may well have been a release."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line.

    `failure` is set if the release could not be read, `next_try` if it waits after a passing fault. `likes` are other
    releases that seem to tell the same. `again`: these very bytes had come in before; `told` is then the name under
    which they came this time, if it is known.
    """

    release: Release
    drafts: list[Draft]
    pending: int
    parts: int
    state: State
    failure: Explanation | None
    next_try: datetime | None
    cautions: list[str] = field(default_factory=list)
    again: bool = False
    told: str = ""
    likes: list[Like] = field(default_factory=list)

    @property
    def busy(self) -> bool:
        """Whether something will change by itself."""
        return self.state.group == "busy" and not self.again

    @property
    def comparable(self) -> bool:
        """Whether it may tell something again: it was read, and nobody has decided yet."""
        return self.state.code in {"drafted", "no_engagement"} and not self.again

    @property
    def group(self) -> str:
        return "again" if self.again else self.state.group

    @property
    def name(self) -> str:
        """Its headline, else what it is about, else the name of the file."""
        about = self.drafts[0].title if self.drafts else ""
        return self.release.source.title or about or self.release.called

    @property
    def token(self) -> str:
        """A digest that changes when what the line shows changes."""
        return f"{self.release.pk}:{self.state.code}"


def entries_of(
    releases: QuerySet[Release] | Iterable[Release], user: User, again: Collection[int] = ()
) -> list[Entry]:
    """The lines of these releases (from `for_list`), as `user` sees them."""
    rows = list(releases)
    parts = _parts([row.pk for row in rows if row.status == ReleaseStatus.UNPACKED])
    likes = likes_of(rows, user)
    return [
        _entry(row, parts.get(row.pk, Parts()), likes.get(row.pk, []), again=row.pk in again) for row in rows
    ]


def entry_of(release: Release, user: User, *, again: bool = False, told: str = "") -> Entry:
    """The line of one release."""
    parts = _parts([release.pk] if release.status == ReleaseStatus.UNPACKED else [])
    likes = likes_of([release], user).get(release.pk, [])
    return _entry(release, parts.get(release.pk, Parts()), likes, again=again, told=told)


def counted(entries: Iterable[Entry]) -> dict[str, int]:
    """The number of lines in each group; every group is a key."""
    found = Counter(entry.group for entry in entries)
    return {group: found[group] for group in GROUPS}


def _entry(release: Release, parts: Parts, likes: list[Like], *, again: bool, told: str = "") -> Entry:
    # Drafts that were split or joined are left out: the drafts made of them are counted.
    drafts = [draft for draft in release.drafts.all() if draft.status != DraftStatus.REPLACED]
    runs = list(release.runs.all())
    pending = sum(draft.waits for draft in drafts)
    return Entry(
        release,
        drafts,
        pending,
        parts.all,
        state_of(release, runs, drafts=len(drafts), pending=pending, parts=parts.all, unread=parts.unread),
        _failure(release, runs),
        next_try(release, runs),
        _cautions(runs),
        again,
        told,
        likes,
    )


@dataclass(frozen=True, slots=True)
class Parts:
    """Files in a container: how many in `all`, and how many that should have been read and could not be."""

    all: int = 0
    unread: int = 0


def _parts(numbers: list[int]) -> dict[int, Parts]:
    """The Parts of each of these containers. One query."""
    if not numbers:
        return {}
    inside = ContainedFile.objects.filter(container__in=numbers).order_by()
    unread = Q(release__status=ReleaseStatus.FAILED) | Q(left_out__in=UNREADABLE)
    counted = inside.values_list("container").annotate(n=Count("pk"), unread=Count("pk", filter=unread))
    return {container: Parts(n, failed) for container, n, failed in counted}


def _failure(release: Release, runs: list[ParseRun]) -> Explanation | None:
    if release.status != ReleaseStatus.FAILED or not runs:
        return None
    return explain(runs[-1].error_code, runs[-1].error_params)


def _cautions(runs: list[ParseRun]) -> list[str]:
    """What a person should know of the text, as the run that decoded it says."""
    warned = [run for run in runs if run.warnings]
    said = [caution(each["code"], each["params"]) for run in warned[:1] for each in run.warnings]
    return [words for words in said if words]
