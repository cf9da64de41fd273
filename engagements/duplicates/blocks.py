"""Which pairs of names to compare: only those that share a key, as comparing all with all would take too long.

A name has these keys: all its sounds together; the same with each sound left out in turn (so that one wrong letter
does not matter); every two of its words; a word with another that lacks one sound; a single word. A key that very
many names share is ignored, except that of names that sound exactly alike: of these, neighbours are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby, pairwise
from zlib import crc32

SHARED = 40
"""A key shared by more names than this is ignored."""
_ALONE = 12
"""A key of a single word is ignored if more names than this share it."""
_LONGEST = 8
"""The most words of a name that get keys."""
_SOUNDS = 24
"""The most sounds of a whole name that are left out in turn."""
_BITS = 24
_NUMBER = (1 << _BITS) - 1
_WHOLE, _TWO, _NEARLY, _ONE = "=", "+", "~", "1"


def candidates(names: Sequence[Iterable[tuple[str, ...]]]) -> Iterator[tuple[int, int]]:
    """Pairs of indexes into `names`, the lower first, that share a key. A name is given as the sounds of each of its
    spellings.
    """
    packed: dict[str, list[int]] = {_WHOLE: [], _TWO: [], _NEARLY: [], _ONE: []}
    for place, spellings in enumerate(names):
        for sort, key in {each for heard in spellings for each in _keys(heard)}:
            packed[sort].append(crc32(key.encode()) << _BITS | place)
    found: set[int] = set()
    for sort in list(packed):
        keys = sorted(packed.pop(sort))
        for group in _groups(keys):
            if len(group) <= (_ALONE if sort == _ONE else SHARED):
                found.update(one << _BITS | other for one, other in combinations(group, 2))
            elif sort == _WHOLE:
                found.update(one << _BITS | other for one, other in pairwise(group))
    return ((pair >> _BITS, pair & _NUMBER) for pair in sorted(found))


def _groups(keys: list[int]) -> Iterator[list[int]]:
    """The indexes that share a key, for each key with several; `keys` are sorted."""
    for _key, group in groupby(keys, key=lambda packed: packed >> _BITS):
        places = [packed & _NUMBER for packed in group]
        if len(places) > 1:
            yield places


def _keys(heard: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    together = "".join(heard)
    if len(together) > 1:
        yield _WHOLE, together
        yield from ((_NEARLY, short) for short in _shortened(together[:_SOUNDS]))
    words = sorted({word for word in heard if len(word) > 1})[:_LONGEST]
    for word in words:
        yield _ONE, word
    for one, other in combinations(words, 2):
        yield _TWO, f"{one} {other}"
    if len(words) < 4:
        # A name of many words still matches by two words that are spelt right.
        for word in words:
            for other in words:
                if word != other:
                    yield from ((_NEARLY, f"{word} {short}") for short in _shortened(other))


def _shortened(word: str) -> set[str]:
    """The word, and the word with each sound left out in turn."""
    if len(word) < 3:
        return {word}
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
