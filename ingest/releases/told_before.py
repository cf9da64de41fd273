"""What a release may tell again (an engagement, or another draft), for its line after an upload."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.matching.scoring import Grade
from ingest.models import DraftStatus, ReleaseStatus
from ingest.reasons import graded
from ingest.services.matching import Suggestion, suggestions_for, suggestions_for_release

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagements.models import User
    from ingest.models import Release

DRAFTS = 5
"""The most drafts of a release that are looked at; each costs a few queries."""
MOST = 3
"""The most suggestions shown for each draft; its own page shows all."""


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """`words` say what the other is to the release («Probably the same event as»); its name and address follow."""

    name: str
    href: str
    words: str
    reasons: list[str]


def told_before(release: Release, user: User) -> list[ToldBefore]:
    """The likeliest suggestions for each pending draft, or for the whole release if nothing was found in it."""
    if release.status == ReleaseStatus.NO_ENGAGEMENT:
        return _told(suggestions_for_release(release, user))
    pending = release.drafts.filter(status=DraftStatus.PENDING).select_related("release__source")
    found = [each for draft in pending[:DRAFTS] for each in _told(suggestions_for(draft, user))]
    return list({each.href: each for each in found}.values())


def _told(suggestions: Iterable[Suggestion]) -> list[ToldBefore]:
    return [
        ToldBefore(each.subject.title, each.subject.get_absolute_url(), graded(each.grade), each.reasons)
        for each in list(suggestions)[:MOST]
        # Drafts of a copy are left out: the line already shows the other release as a copy.
        if each.engagement or each.grade == Grade.SAME_EVENT
    ]
