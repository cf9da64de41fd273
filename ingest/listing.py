"""A release as a line of a list: what became of it, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.errors import Explanation, caution, explain
from ingest.models import HELD, Draft, DraftStatus, ParseRun, Release, ReleaseStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Entry:
    """`again`: these very bytes had been uploaded before. `failure` is set if the release could not be read."""

    release: Release
    drafts: list[Draft]
    pending: int
    failure: Explanation | None
    cautions: list[str]
    again: bool = False

    @property
    def busy(self) -> bool:
        """Whether something will change by itself."""
        return self.release.status in {ReleaseStatus.RECEIVED, *HELD}

    @property
    def name(self) -> str:
        """Its headline, else what it is about, else the file's name."""
        about = self.drafts[0].title if self.drafts else ""
        return self.release.source.title or about or self.release.filename


def entries_of(releases: QuerySet[Release] | Iterable[Release], again: Collection[int] = ()) -> list[Entry]:
    """The lines of these releases, which come with `for_list`."""
    return [entry_of(release, again=release.pk in again) for release in releases]


def entry_of(release: Release, *, again: bool = False) -> Entry:
    """The line of one release. Reads its drafts and runs, prefetched where there are many."""
    drafts = list(release.drafts.all())
    runs = list(release.runs.all())
    return Entry(
        release,
        drafts,
        sum(draft.status == DraftStatus.PENDING for draft in drafts),
        _failure(release, runs),
        _cautions(runs),
        again,
    )


def _failure(release: Release, runs: list[ParseRun]) -> Explanation | None:
    if release.status != ReleaseStatus.FAILED or not runs:
        return None
    return explain(runs[-1].error_code, runs[-1].error_params)


def _cautions(runs: list[ParseRun]) -> list[str]:
    """What a person should know of the text; said by the run that decoded it."""
    warned = [run for run in runs if run.warnings]
    said = [caution(each["code"], each["params"]) for run in warned[:1] for each in run.warnings]
    return [words for words in said if words]
