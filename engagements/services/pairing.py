"""Proposes which participants and commitments of two accounts of an event are the same. An editor decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from arabic.folding import fold
from arabic.names import name_key
from engagements.lists.words import needles
from engagements.services.linking import ALIKE, likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engagements.models import Commitment, Participation

SAME_OFFICE, NAMED_OFFICE = 90, 80
ALIKE_TEXT = 75
"""Least likeness of two texts (their common words, 0 to 100) at which one commitment is proposed for the other."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A participant in an account. `person` is a number if the register knows the person; `country` is an ISO code."""

    name: str
    role: str
    country: str | None
    person: int | None = None
    spellings: frozenset[str] = frozenset()


def someone(row: Participation) -> Someone:
    """A participation of the register as Someone, with the person's other spellings (prefetch the aliases)."""
    known = frozenset(alias.folded for alias in row.person.aliases.all()) if row.person else frozenset[str]()
    return Someone(row.name, row.role, row.country_id, row.person_id, known)


def pair_people(ours: Sequence[Someone], theirs: Sequence[Someone]) -> dict[int, int]:
    """For each index into `theirs`, the index into `ours` of the same participant. Each is used at most once, the
    surest pairs first.
    """
    return _best(
        (_same_person(one, other), n, m) for m, one in enumerate(ours) for n, other in enumerate(theirs)
    )


def pair_texts(ours: Sequence[str], theirs: Sequence[str]) -> dict[int, int]:
    """As `pair_people`, for commitments, by their texts."""
    own, others = ([_words(text) for text in texts] for texts in (ours, theirs))
    return _best(
        (score if (score := fuzz.token_set_ratio(one, other)) >= ALIKE_TEXT else 0, n, m)
        for m, one in enumerate(own)
        for n, other in enumerate(others)
    )


def text_likeness(one: str, other: str) -> int:
    """How alike two texts are by the words they share, 0 to 100."""
    return round(fuzz.token_set_ratio(_words(one), _words(other)))


def pair_commitments(ours: Sequence[Commitment], theirs: Sequence[Commitment]) -> dict[int, int]:
    return pair_texts([one.text for one in ours], [one.text for one in theirs])


def _best(scores: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    for score, number, meant in sorted(scores, key=lambda row: (-row[0], row[1], row[2])):
        if score and number not in pairs and meant not in pairs.values():
            pairs[number] = meant
    return pairs


def _same_person(one: Someone, other: Someone) -> float:
    if one.person is not None and one.person == other.person:
        return 101
    if one.country and other.country and one.country != other.country:
        return 0
    if one.name and other.name:
        mine, its = name_key(one.name), name_key(other.name)
        if mine == its or fold(one.name) in other.spellings or fold(other.name) in one.spellings:
            return 100
        score = likeness(mine, its)
        return score if score >= ALIKE else 0
    if not one.role or not other.role or set(needles(one.role)) != set(needles(other.role)):
        return 0
    return SAME_OFFICE if one.name == other.name else NAMED_OFFICE


def _words(text: str) -> str:
    return " ".join(needles(text))
