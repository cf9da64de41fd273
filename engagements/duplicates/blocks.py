"""Which of very many names are worth comparing: those that share a key. Never all with all.

A name has a key for all its sounds together, that with each sound left out in turn (so that a wrong letter does not
part two), one for every two of its words, for a word and another with a sound left out, and for a word alone. A key
that very many share says nothing and is passed over; of names that sound exactly alike neighbours are compared then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby, pairwise
from zlib import crc32

SHARED = 40
"""A key that more names have is passed over."""
_ALONE = 12
"""A single word says something only if so few have it."""
_LONGEST = 8
"""The most words of a name that get keys."""
_SOUNDS = 24
"""The most sounds of a whole name that are left out in turn."""
_BITS = 24
_NUMBER = (1 << _BITS) - 1
_WHOLE, _TWO, _NEARLY, _ONE = "=", "+", "~", "1"


def candidates(names: Sequence[Iterable[tuple[str, ...]]]) -> Iterator[tuple[int, int]]:
    """The pairs of places, the lower first, that share a key. A name is given by the sounds of its spellings."""
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
    """The places of each key that more than one has; keys are sorted."""
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
        # Of a name of many words two others stay as they are.
        for word in words:
            for other in words:
                if word != other:
                    yield from ((_NEARLY, f"{word} {short}") for short in _shortened(other))


def _shortened(word: str) -> set[str]:
    """The word itself and with one sound left out."""
    if len(word) < 3:
        return {word}
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
