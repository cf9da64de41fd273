"""Finds the entries of a table in folded text: longest match first, on word boundaries, with Arabic clitics."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from ingest.extraction.words import PerWord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.extraction.words import Words

T = TypeVar("T")

# What may stand before an entry inside the same word: conjunction, preposition, article, in this order.
CLITICS = re.compile(r"[وف]?[بلك]?(?:ال)?|[وف]?لل")
_LONGEST_PREFIX = 4  # letters
_NEXT = 4  # letters by which entries that begin with the same word are told apart
_RUN = re.compile(r"[^\W_]+")


class Match(NamedTuple, Generic[T]):
    """An entry found at `start:end` of the folded text; `prefix` is the clitics that precede it in the word."""

    start: int
    end: int
    prefix: str
    surface: str
    value: T


class _Entry(NamedTuple, Generic[T]):
    surface: str
    value: T
    bare: bool  # without its article, so found behind لل only


class _Beginning(NamedTuple, Generic[T]):
    """What may begin at a letter of a word, behind some clitics: an entry that ends with it, and longer ones."""

    offset: int
    prefix: str
    whole: _Entry[T] | None
    after: int  # the letter behind the word
    longer: dict[str, list[_Entry[T]]]  # by the next letters, so that few are compared
    sizes: tuple[int, ...]  # how many letters those are


class Gazetteer(Generic[T]):
    """Surfaces (folded) and what each stands for. A surface that begins with ال is also found after لل."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        found: dict[str, _Entry[T]] = {}
        for surface, value in entries:
            if len(surface) < 2:
                continue
            found[surface] = _Entry(surface, value, False)
            bare = surface[2:]
            if surface.startswith("ال") and len(bare) > 2:
                found.setdefault(bare, _Entry(bare, value, True))
        self._by_run: dict[str, list[_Entry[T]]] = {}
        for surface, entry in found.items():
            if run := _RUN.match(surface):
                self._by_run.setdefault(run.group(), []).append(entry)
        self._beginnings = PerWord(self._begin)

    def find(self, words: Words, start: int = 0, end: int | None = None) -> list[Match[T]]:
        """Matches inside `start:end`, in order, never overlapping."""
        known: tuple[list[Match[T]], list[int]] | None = words.found.get(self)
        if known is None:
            known = words.found[self] = self._search(words)
        found, ends = known
        if end is None:
            return _longest(found)
        first = bisect_left(ends, start)
        last = bisect_right(ends, end, lo=first)
        return _longest([match for match in found[first:last] if match.start >= start])

    def _search(self, words: Words) -> tuple[list[Match[T]], list[int]]:
        """All matches, also those that overlap, by their ends, and these ends."""
        text, stop = words.text, words.end
        made = tuple.__new__  # as Match(…), in a third of the time
        found: list[Match[T]] = []
        for word, beginnings in words.known(self._beginnings):
            for offset, prefix, whole, after, longer, sizes in beginnings:
                begin, behind = word.start + offset, word.start + after
                if whole is not None:
                    surface, value, _ = whole
                    found.append(made(Match, (begin, behind, prefix, surface, value)))
                for size in sizes:
                    for surface, value, _ in longer.get(text[behind : behind + size], ()):
                        end = begin + len(surface)
                        if text.startswith(surface, begin, stop) and not text[end : end + 1].isalnum():
                            found.append(made(Match, (begin, end, prefix, surface, value)))
        found.sort(key=itemgetter(1, 0))
        return found, [match.end for match in found]

    def _begin(self, word: str) -> tuple[_Beginning[T], ...]:
        found: list[_Beginning[T]] = []
        for run in _RUN.finditer(word):
            letters, start = run.group(), run.start()
            for cut in range(min(_LONGEST_PREFIX + 1, len(letters))):
                prefix = letters[:cut]
                if not CLITICS.fullmatch(prefix):
                    continue
                behind_article = prefix.endswith("لل")
                entries = [
                    one for one in self._by_run.get(letters[cut:], ()) if behind_article or not one.bare
                ]
                whole = None
                longer: dict[str, list[_Entry[T]]] = {}
                size = len(letters) - cut
                for entry in entries:
                    if len(entry.surface) == size:
                        whole = entry
                    else:
                        longer.setdefault(entry.surface[size : size + _NEXT], []).append(entry)
                if entries:
                    sizes = tuple({len(following) for following in longer})
                    found.append(_Beginning(start + cut, prefix, whole, run.end(), longer, sizes))
        return tuple(found)


def _longest(found: list[Match[T]]) -> list[Match[T]]:
    """Of those that overlap, the one that begins first and reaches farthest."""
    chosen: list[Match[T]] = []
    for match in found:
        if not chosen or match.start >= chosen[-1].end:
            chosen.append(match)
        elif match.start <= chosen[-1].start:
            chosen[-1] = match
    return chosen
