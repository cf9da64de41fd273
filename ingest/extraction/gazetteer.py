"""Finds the entries of a table in folded text: longest match first, on word boundaries, with Arabic clitics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from ingest.extraction.words import PerWord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.extraction.words import Words

T = TypeVar("T")

# What may stand before an entry inside the same word: conjunction, preposition, article, in this order.
CLITICS = re.compile(r"[وف]?[بلك]?(?:ال)?|[وف]?لل")
_LONGEST_PREFIX = 4  # letters
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
    """What may begin at a letter of a word, behind some clitics: an entry that ends there, and longer ones."""

    offset: int
    prefix: str
    whole: _Entry[T] | None
    longer: tuple[_Entry[T], ...]
    surfaces: tuple[str, ...]  # of the longer ones


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
        text, end = words.text, words.end if end is None else end
        candidates: list[tuple[int, int, str, _Entry[T]]] = []
        beginnings = self._beginnings
        for word in words.within(start, end):
            for offset, prefix, whole, longer, surfaces in beginnings[word.text]:
                begin = word.start + offset
                if whole is not None:
                    candidates.append((begin + len(whole.surface), begin, prefix, whole))
                if surfaces and text.startswith(surfaces, begin, end):
                    for entry in longer:
                        finish = begin + len(entry.surface)
                        if (
                            text.startswith(entry.surface, begin, end)
                            and not text[finish : finish + 1].isalnum()
                        ):
                            candidates.append((finish, begin, prefix, entry))
        return _longest(candidates)

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
                whole = next((one for one in entries if one.surface == letters[cut:]), None)
                longer = tuple(one for one in entries if one is not whole)
                if entries:
                    surfaces = tuple(one.surface for one in longer)
                    found.append(_Beginning(start + cut, prefix, whole, longer, surfaces))
        return tuple(found)


def _longest(candidates: list[tuple[int, int, str, _Entry[T]]]) -> list[Match[T]]:
    """Of those that overlap, the one that begins first and reaches farthest."""
    found: list[Match[T]] = []
    for finish, begin, prefix, entry in sorted(candidates, key=lambda candidate: candidate[:2]):
        last = found[-1] if found else None
        if last is None or begin >= last.end:
            found.append(Match(begin, finish, prefix, entry.surface, entry.value))
        elif begin <= last.start:
            found[-1] = Match(begin, finish, prefix, entry.surface, entry.value)
    return found
