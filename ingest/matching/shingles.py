"""A text as the set of its word triples (shingles), and small keys (bands) by which an index finds texts with similar
sets.

Words are folded and without punctuation. A triple is stored as a signed 32-bit hash. With a few thousand of them in
each text, collisions do not change a share that is shown in whole percent.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import TYPE_CHECKING

from arabic.folding import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

LONGEST = 4000
"""The most word triples of a text that are kept, those with the smallest hashes: a fair sample of a longer text."""
FEWEST = 12
"""Texts with fewer triples have too little wording of their own to be compared by it."""
ROWS, BANDS = 3, 21
"""Two texts that share J of their triples (Jaccard) meet in a band with a chance of 1 - (1 - J**ROWS)**BANDS."""

_WORD = re.compile(r"[^\W_]+")
_BINS = ROWS * BANDS
_SPREAD = 0x9E3779B1  # odd, so multiplying modulo 2^32 is one to one; spreads neighbours over the bins
_EMPTY = 1 << 32


def words(text: str) -> list[str]:
    """The folded words of `text`, without punctuation."""
    return _WORD.findall(fold(text))


def letters_sha256(text: str) -> str:
    """The SHA-256, in hexadecimal, of the folded letters and digits alone: the same for one text in different files
    or formats.

    Empty for a text without any.
    """
    letters = "".join(words(text))
    return hashlib.sha256(letters.encode()).hexdigest() if letters else ""


def shingles(words: list[str]) -> list[int]:
    """The triples of these words as signed 32-bit numbers, ascending, each once, at most LONGEST."""
    triples = zip(words, words[1:], words[2:], strict=False)
    numbers = sorted({zlib.crc32(" ".join(triple).encode()) for triple in triples})
    return sorted(_signed(number) for number in numbers[:LONGEST])


def bands(shingles: Iterable[int]) -> list[int]:
    """BANDS signed 32-bit keys (fewer for a text of a few words). Texts that have most triples in common share some
    of them.

    One-permutation MinHash: the smallest number in each of _BINS classes; an empty class borrows from the next one.
    """
    least = [_EMPTY] * _BINS
    for shingle in shingles:
        spread = (shingle * _SPREAD) & 0xFFFFFFFF
        number, place = divmod(spread, _BINS)
        least[place] = min(least[place], number)
    if min(least) == _EMPTY:
        return []
    filled = [_borrow(least, place) for place in range(_BINS)]
    keys = {
        _signed(zlib.crc32(repr((band, filled[band * ROWS : (band + 1) * ROWS])).encode()))
        for band in range(BANDS)
    }
    return sorted(keys)


def containment(one: Collection[int], other: Collection[int]) -> float | None:
    """The share of the shorter text's triples that the longer one has too; None if either has fewer than FEWEST."""
    if min(len(one), len(other)) < FEWEST:
        return None
    return len(set(one).intersection(other)) / min(len(one), len(other))


def _borrow(least: list[int], place: int) -> int:
    step = 0
    while least[(place + step) % _BINS] == _EMPTY:
        step += 1
    # The distance is part of the value, so that two texts agree only if they borrowed from the same class.
    return least[(place + step) % _BINS] * _BINS + step


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number
