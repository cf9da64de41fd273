"""How well a name fits what is typed so far. It knows only texts, so that any list of names can use it.

Scores are 0 to 100. The name itself scores highest, then names with words that begin as typed, then names that sound
so (Arabic for Latin and back), then similar spellings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from arabic.folding import fold
from arabic.sounds import sounds
from arabic.words import without_article, without_latin_article, words_of

FITS = 60
"""Least score at which a name is suggested."""
BEGINS = 90
"""Least score of names of which words begin as those typed."""
_SAME, _SAME_LETTERS, _FROM_THE_START, _SOUNDS, _NEARLY = 100, 98, 95, 84, 80
# Word by word, 0 to 100: below it, what was typed is another word and not this one mistyped.
_MISTYPED = 65


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a record fits. `spelling` is the index of its best fitting spelling."""

    score: float
    spelling: int


class Typed:
    """What was typed, prepared once for comparison with many names."""

    def __init__(self, text: str) -> None:
        self.words = words_of(text)
        self.joined = "".join(self.words)
        self.heard = heard(text)

    def fit(self, spellings: Sequence[str]) -> Fit:
        """The best fit among a record's spellings; the earlier one of two that fit equally."""
        scores = [self._score(spelling) for spelling in spellings]
        best = max(range(len(scores)), key=lambda number: (scores[number], -number), default=0)
        return Fit(scores[best] if scores else 0, best)

    def _score(self, name: str) -> float:
        if not self.words:
            return 0
        words = _words(name)
        if words == self.words:
            return _SAME
        if "".join(words) == self.joined:
            return _SAME_LETTERS
        if _begin(self.words, words, _starts):
            in_order = all(map(_starts, words, self.words))
            return _FROM_THE_START if in_order else BEGINS
        return max(self._sounding(name), self._mistyped(words))

    def _sounding(self, name: str) -> float:
        """Scores by how close the number of consonants is. A single consonant never fits."""
        there = sounds(name)
        length = len("".join(there))
        fits = [0.8 + 0.15 * len(own) / length for own in self.heard if _sound_alike(own, there)]
        # Of two that sound alike (Japan, Gabon) the one that is written more alike.
        written = fuzz.ratio(self.joined, fold(name)) / 100
        return _SOUNDS * (max(fits) + 0.05 * written) if fits else 0

    def _mistyped(self, words: list[str]) -> float:
        """Compares each typed word with the most similar word of the name, cut to the same length."""
        left, nearest = list(words), []
        for one in sorted(self.words, key=len, reverse=True):
            ratios = [_ratio(one, other) for other in left]
            nearest.append(max(ratios, default=0.0))
            if nearest[-1] < _MISTYPED:
                return 0
            del left[ratios.index(nearest[-1])]
        return _NEARLY * sum(nearest) / len(nearest) / 100


@lru_cache(maxsize=20_000)
def _words(name: str) -> list[str]:
    """As `words_of`, cached, because the same names are compared again at every keystroke. Do not change the result."""
    return words_of(name)


def heard(text: str) -> list[tuple[str, ...]]:
    """The sounds of what was typed, and without an article that a Latin spelling has attached.

    Empty for fewer than two consonants, which say nothing.
    """
    ways = dict.fromkeys((sounds(text), sounds(without_latin_article(text))))
    return [way for way in ways if len("".join(way)) > 1]


def _sound_alike(typed: tuple[str, ...], there: tuple[str, ...]) -> bool:
    """Whether two names sound alike however they are divided into words: أبو هيبة, أبوهيبة, Abu Hayba."""
    own = "".join(typed)
    together = any("".join(there[at:]).startswith(own) for at in range(len(there)))
    return together or _begin(list(typed), list(there), str.startswith)


def _ratio(typed: str, word: str) -> float:
    if len(typed) < 3:
        return 100.0 if _starts(word, typed) else 0.0
    typed, word = without_article(typed), without_article(word)
    return max(fuzz.ratio(typed, word), fuzz.ratio(typed, word[: len(typed)]))


def _starts(word: str, typed: str) -> bool:
    return word.startswith(typed) or without_article(word).startswith(without_article(typed))


def _begin(typed: list[str], words: list[str], starts: Callable[[str, str], bool]) -> bool:
    """Whether each typed word begins a different word of the name."""
    left = list(words)
    for one in sorted(typed, key=len, reverse=True):
        found = next((word for word in left if starts(word, one)), None)
        if found is None:
            return False
        left.remove(found)
    return True
