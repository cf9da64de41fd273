"""Which other releases have the same text, or nearly the same. They are found through the index and only shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from ingest.matching.scoring import Grade, Reason, ReasonCode, least_share
from ingest.matching.shingles import containment
from ingest.models import Judgement, MatchVerdict, Release, ReleasePrint
from ingest.services.alike import releases_alike

if TYPE_CHECKING:
    from collections.abc import Collection

MOST = 3
"""The most copies of a release that are shown."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Another release with much the same text.

    `score` is 1 for the same text, else the share (0 to 1) of the shorter text's wording that the longer one has.
    `verdict` is what an editor said of the pair, empty if nothing.
    """

    release: Release
    grade: Grade
    score: float
    reasons: tuple[Reason, ...] = ()
    verdict: str = ""


def copies_of(release: Release) -> list[Copy]:
    """The copies of one release, nearest first."""
    return copies_of_many([release.pk]).get(release.pk, [])


def copies_of_many(numbers: Collection[int]) -> dict[int, list[Copy]]:
    """The copies of each of these releases, by its number, the nearest first and without those that were called
    different.

    At most three queries.
    """
    pairs = releases_alike(numbers)
    kept = ReleasePrint.objects.select_related("release__source").defer("release__source__text")
    prints = kept.in_bulk({number for pair in pairs for number in pair})
    graded = [(mine, other, *_grade(prints[mine], prints[other])) for mine, other in pairs]
    graded = [row for row in graded if row[3] >= _least(prints[row[0]], prints[row[1]])]
    if not graded:
        return {}
    verdicts = _verdicts(numbers)
    found: dict[int, list[Copy]] = {}
    for mine, number, grade, score in sorted(graded, key=lambda row: (-row[3], row[1])):
        verdict = verdicts.get((min(mine, number), max(mine, number)), "")
        listed = found.setdefault(mine, [])
        if verdict != Judgement.DIFFERENT and len(listed) < MOST:
            reasons = (
                ()
                if grade is Grade.SAME_TEXT
                else (Reason(ReasonCode.WORDING, {"percent": round(score * 100)}),)
            )
            listed.append(Copy(prints[number].release, grade, score, reasons, verdict))
    return found


def _grade(mine: ReleasePrint, other: ReleasePrint) -> tuple[Grade, float]:
    if mine.letters_sha256 == other.letters_sha256:
        return Grade.SAME_TEXT, 1.0
    return Grade.NEAR_COPY, containment(mine.shingles, other.shingles) or 0.0


def _least(mine: ReleasePrint, other: ReleasePrint) -> float:
    return least_share(mine.release.source.outlet, other.release.source.outlet)


def _verdicts(numbers: Collection[int]) -> dict[tuple[int, int], str]:
    """Verdicts that involve one of these releases, by pair of release numbers, the lower one first."""
    given = MatchVerdict.objects.filter(Q(release__in=numbers) | Q(other_release__in=numbers))
    rows = given.values_list("release_id", "other_release_id", "judgement")
    return {(one, other): judgement for one, other, judgement in rows if one and other}
