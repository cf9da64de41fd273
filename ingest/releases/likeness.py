"""Other releases with much the same text, for a line of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.models import Release
from ingest.reasons import graded, in_words
from ingest.services.copies import Copy, copies_of_many

if TYPE_CHECKING:
    from collections.abc import Collection

    from engagements.models import User


@dataclass(frozen=True, slots=True)
class Like:
    """`words` say what the other release is ("Nearly the same text as"); its name and address follow."""

    release_id: int
    name: str
    words: str
    reasons: list[str]
    score: float | None
    href: str
    grade: str
    verdict: str = ""


def likes_of(releases: Collection[Release], user: User) -> dict[int, list[Like]]:
    """The copies of each of these releases that exist for `user`, nearest first. Four queries, however many."""
    copies = copies_of_many([release.pk for release in releases])
    others = {copy.release.pk for found in copies.values() for copy in found}
    seen: set[int] = set()
    if others:
        seen = set(Release.objects.visible_to(user).filter(pk__in=others).values_list("pk", flat=True))
    return {
        number: [_like(copy) for copy in found if copy.release.pk in seen] for number, found in copies.items()
    }


def _like(copy: Copy) -> Like:
    release = copy.release
    return Like(
        release.pk,
        release.source.title or release.called,
        graded(copy.grade),
        [in_words(reason, {}) for reason in copy.reasons],
        copy.score,
        release.get_absolute_url(),
        copy.grade,
        copy.verdict,
    )
