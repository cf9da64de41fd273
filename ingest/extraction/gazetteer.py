"""Finds the entries of a table in folded text: longest match first, on word boundaries, with Arabic clitics."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import ahocorasick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

# What may stand before an entry inside the same word: conjunction, preposition, article, in this order.
CLITICS = re.compile(r"[وف]?[بلك]?(?:ال)?|[وف]?لل")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """An entry found at `start:end` of the folded text; `prefix` is the clitics that precede it in the word."""

    start: int
    end: int
    prefix: str
    surface: str
    value: T


class Gazetteer(Generic[T]):
    """Surfaces (folded) and what each stands for. A surface that begins with ال is also found after لل."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._automaton = ahocorasick.Automaton()
        size = 0
        for surface, value in entries:
            if len(surface) < 2:
                continue
            size += 1
            self._automaton.add_word(surface, (surface, False, value))
            bare = surface[2:]
            if surface.startswith("ال") and len(bare) > 2 and bare not in self._automaton:
                self._automaton.add_word(bare, (bare, True, value))
        self._empty = size == 0
        if not self._empty:
            self._automaton.make_automaton()

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match[T]]:
        """Matches inside `text[start:end]`, in order, never overlapping."""
        if self._empty:
            return
        stop = len(text) if end is None else end
        best: Match[T] | None = None
        for match in self._candidates(text, start, stop):
            if best is None or (match.start <= best.start and match.end >= best.end):
                best = match
            elif match.start >= best.end:
                yield best
                best = match
        if best is not None:
            yield best

    def _candidates(self, text: str, start: int, stop: int) -> Iterator[Match[T]]:
        if stop <= start:
            return
        for last, (surface, needs_article, value) in self._automaton.iter(text, start, stop):
            finish = last + 1
            if finish < len(text) and text[finish].isalnum():
                continue
            begin = finish - len(surface)
            word = begin
            # A prefix has at most four letters; looking further back would cost time on unbroken text.
            while word > 0 and begin - word < 5 and text[word - 1].isalnum():
                word -= 1
            prefix = text[word:begin]
            if not CLITICS.fullmatch(prefix):
                continue
            if needs_article and not prefix.endswith("لل"):
                continue
            yield Match(begin, finish, prefix, surface, value)
