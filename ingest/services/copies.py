"""Which other releases have the same text, or nearly. Found through the index; never decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from engagements.models import Source
from ingest.matching.scoring import Grade, Reason, Said, least_share
from ingest.matching.shingles import containment
from ingest.models import Judgement, MatchVerdict, Release, ReleasePrint
from ingest.services.alike import releases_alike

if TYPE_CHECKING:
    from collections.abc import Collection

MOST = 5
"""So many copies of a release are shown."""


@dataclass(frozen=True, slots=True)
class Copy:
    """`score` is 1 for the same text, else the share of the shorter text's wording. `verdict` may be empty."""

    release: Release
    grade: Grade
    score: float
    reasons: tuple[Reason, ...] = ()
    verdict: str = ""


def copies_of(release: Release) -> list[Copy]:
    """The copies of one release, nearest first."""
    return copies_of_many([release.pk]).get(release.pk, [])


def copies_of_many(numbers: Collection[int]) -> dict[int, list[Copy]]:
    """The copies of these releases, nearest first, those judged different left out. Five queries at most."""
    pairs = releases_alike(numbers)
    prints = ReleasePrint.objects.in_bulk({number for pair in pairs for number in pair})
    graded = [(mine, other, *_grade(prints[mine], prints[other])) for mine, other in pairs]
    outlets = dict(Source.objects.filter(pk__in=prints).values_list("pk", "outlet"))
    graded = [row for row in graded if row[3] >= least_share(outlets[row[0]], outlets[row[1]])]
    if not graded:
        return {}
    verdicts = _verdicts(numbers)
    others = (
        Release.objects.select_related("source").defer("source__text").in_bulk({row[1] for row in graded})
    )
    found: dict[int, list[Copy]] = {}
    for mine, number, grade, score in sorted(graded, key=lambda row: (-row[3], row[1])):
        verdict = verdicts.get((min(mine, number), max(mine, number)), "")
        listed = found.setdefault(mine, [])
        if verdict != Judgement.DIFFERENT and len(listed) < MOST:
            reasons = (
                () if grade is Grade.SAME_TEXT else (Reason(Said.WORDING, {"percent": round(score * 100)}),)
            )
            listed.append(Copy(others[number], grade, score, reasons, verdict))
    return found


def _grade(mine: ReleasePrint, other: ReleasePrint) -> tuple[Grade, float]:
    if mine.letters_sha256 == other.letters_sha256:
        return Grade.SAME_TEXT, 1.0
    return Grade.NEAR_COPY, containment(mine.shingles, other.shingles) or 0.0


def _verdicts(numbers: Collection[int]) -> dict[tuple[int, int], str]:
    """The verdicts by pair of releases, the smaller number first."""
    given = MatchVerdict.objects.filter(Q(release__in=numbers) | Q(other_release__in=numbers))
    rows = given.values_list("release_id", "other_release_id", "judgement")
    return {(one, other): judgement for one, other, judgement in rows if one and other}
