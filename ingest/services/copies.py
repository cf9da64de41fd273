"""Which other releases have the same text, or nearly. Found through the index; never decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from ingest.matching.scoring import NEAR_COPY, Grade, Reason, Said
from ingest.matching.shingles import containment
from ingest.models import CURRENT, Judgement, MatchVerdict, Release, ReleasePrint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

MOST = 5
"""So many copies of a release are shown."""
_CANDIDATES = 100


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
    """The copies of these releases, nearest first, those judged different left out. Four queries at most."""
    own = {row.release_id: row for row in ReleasePrint.objects.filter(release__in=numbers, version=CURRENT)}
    if not own:
        return {}
    near = _near(own.values())
    pairs = [(mine, other) for mine in own.values() for other in near if _meets(mine, other)]
    graded = [(mine.release_id, other.release_id, *_grade(mine, other)) for mine, other in pairs]
    graded = [row for row in graded if row[3] >= NEAR_COPY]
    if not graded:
        return {}
    verdicts = _verdicts(own)
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


def _near(own: Iterable[ReleasePrint]) -> list[ReleasePrint]:
    """All that share a digest or a band with any of them: two indexes, one query, no text."""
    rows = list(own)
    letters = {row.letters_sha256 for row in rows if row.letters_sha256}
    bands = {band for row in rows for band in row.bands}
    if not letters and not bands:
        return []
    near = ReleasePrint.objects.filter(version=CURRENT).filter(
        Q(letters_sha256__in=letters) | Q(bands__overlap=list(bands))
    )
    return list(near.order_by("-pk")[: _CANDIDATES * len(rows)])


def _meets(mine: ReleasePrint, other: ReleasePrint) -> bool:
    if mine.release_id == other.release_id:
        return False
    return _same_text(mine, other) or not set(mine.bands).isdisjoint(other.bands)


def _same_text(mine: ReleasePrint, other: ReleasePrint) -> bool:
    return bool(mine.letters_sha256) and mine.letters_sha256 == other.letters_sha256


def _grade(mine: ReleasePrint, other: ReleasePrint) -> tuple[Grade, float]:
    if _same_text(mine, other):
        return Grade.SAME_TEXT, 1.0
    return Grade.NEAR_COPY, containment(mine.shingles, other.shingles) or 0.0


def _verdicts(numbers: Collection[int]) -> dict[tuple[int, int], str]:
    """The verdicts by pair of releases, the smaller number first."""
    given = MatchVerdict.objects.filter(Q(release__in=numbers) | Q(other_release__in=numbers))
    rows = given.values_list("release_id", "other_release_id", "judgement")
    return {(one, other): judgement for one, other, judgement in rows if one and other}
