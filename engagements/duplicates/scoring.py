"""How alike two names are, over all their spellings, and why. Needs no query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from arabic.folding import fold
from arabic.names import name_key
from arabic.sounds import sounds
from engagements.models import PartnerKind, Reason
from engagements.services.linking import ALIKE, likeness

_SAME, _SAME_LETTERS, _SAME_SOUNDS, _LIKE_SOUNDS, _PART = 100, 98, 92, 82, 80
# Across scripts: how alike the consonants must be, how many are needed for that, and how many if they are equal.
_SOUND_ALIKE, _SOUNDS_ENOUGH, _SOUNDS_SURE = 85, 6, 3
_OTHER_COUNTRY = {"person": 10, "partner": 25}
_OTHER_KIND = 15
_SPELLINGS = 12
"""The most spellings of one name that are compared."""


class Spelling:
    """A spelling, with the keys by which it is compared."""

    __slots__ = ("folded", "heard", "key", "latin", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.key = name_key(text)
        self.words = frozenset(self.key.split())
        self.heard = sounds(text)
        self.latin = any("a" <= char <= "z" for char in self.key)


@dataclass(frozen=True)
class Known:
    """A name of the register with its spellings. `kind` is that of a partner; empty for people."""

    number: int
    spellings: tuple[Spelling, ...]
    country: str | None = None
    kind: str = ""

    @classmethod
    def of(cls, number: int, texts: Iterable[str], country: str | None, kind: str = "") -> Known:
        spellings = tuple(Spelling(text) for text in dict.fromkeys(texts) if text)
        return cls(number, spellings[:_SPELLINGS], country, kind)

    @cached_property
    def heard(self) -> tuple[tuple[str, ...], ...]:
        """The sounds of all spellings, without repetitions."""
        return tuple(dict.fromkeys(one.heard for one in self.spellings if one.heard))


@dataclass(frozen=True, slots=True)
class Alike:
    """The result of a comparison: `score` from ALIKE to 100, and the two spellings that are most alike."""

    score: int
    reason: Reason
    ours: str
    theirs: str


def compare(one: Known, other: Known) -> Alike | None:
    """How alike two names are; None if below ALIKE. Different countries or kinds lower the score."""
    against = _against(one, other)
    best: Alike | None = None
    for ours in one.spellings:
        for theirs in other.spellings:
            score, reason = _score(ours, theirs)
            score -= against
            if score >= ALIKE and (best is None or score > best.score):
                best = Alike(score, reason, ours.text, theirs.text)
    return best


def _against(one: Known, other: Known) -> int:
    found = 0
    if one.country and other.country and one.country != other.country:
        found += _OTHER_COUNTRY["partner" if one.kind else "person"]
    kinds = {one.kind, other.kind} - {"", PartnerKind.OTHER}
    return found + (_OTHER_KIND if len(kinds) == 2 else 0)


def _score(ours: Spelling, theirs: Spelling) -> tuple[int, Reason]:
    if ours.folded == theirs.folded:
        return _SAME, Reason.SAME
    if ours.latin != theirs.latin:
        return _heard(ours, theirs)
    if ours.key.replace(" ", "") == theirs.key.replace(" ", ""):
        return _SAME_LETTERS, Reason.LETTERS
    if fuzz.ratio(ours.key, theirs.key) >= ALIKE and (score := likeness(ours.key, theirs.key)) >= ALIKE:
        return score, Reason.SPELLING
    fewer, more = sorted((ours.words, theirs.words), key=len)
    return (_PART, Reason.PART) if len(fewer) > 1 and fewer < more else (0, Reason.PART)


def _heard(ours: Spelling, theirs: Spelling) -> tuple[int, Reason]:
    one, other = "".join(ours.heard), "".join(theirs.heard)
    if one == other and len(one) >= _SOUNDS_SURE:
        return _SAME_SOUNDS, Reason.SOUNDS
    if min(len(one), len(other)) >= _SOUNDS_ENOUGH and fuzz.ratio(one, other) >= _SOUND_ALIKE:
        return _LIKE_SOUNDS, Reason.SOUNDS
    return 0, Reason.SOUNDS
