"""The words of a sentence, with their places in the folded text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from ingest.extraction.tables import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]|\n")  # folded text has no underscore
# What may be written together with the word that follows, longest first where one begins another.
_PREFIXES = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل")
OPENING = "«\"“”‘('["
CLOSING = {"«": "»", '"': '"', "“": "”“", "”": "“”", "‘": "’", "(": ")", "'": "'", "[": "]"}
COMMAS = frozenset("،,")


class Word(NamedTuple):
    """A word or one mark of punctuation: folded text and half-open folded offsets."""

    text: str
    start: int
    end: int
    is_mark: bool = False


def split_words(text: str, start: int, end: int) -> list[Word]:
    """The words and marks of `text[start:end]`, in order."""
    found = list(_WORD.finditer(text, start, end))
    texts = list(map(re.Match.group, found))
    # As Word(…) for each, in a third of the time: no line of Python runs per word.
    parts = zip(
        texts,
        map(re.Match.start, found),
        map(re.Match.end, found),
        map(_MARKS.__getitem__, texts),
        strict=True,
    )
    return list(map(tuple.__new__, repeat(Word), parts))


class PerWord(dict[str, T], Generic[T]):
    """What a function says of a word, worked out when first asked for: the same words come again and again."""

    _MOST = 20_000  # words; then it begins anew
    _LONGEST = 40  # letters; what is longer is no word and is not kept

    def __init__(self, function: Callable[[str], T]) -> None:
        super().__init__()
        self._function = function
        self.nothing: set[str] = set()  # the words kept of which it says nothing

    def __missing__(self, word: str) -> T:
        value = self._function(word)
        if len(word) <= self._LONGEST:
            if len(self) >= self._MOST:
                self.clear()
                self.nothing.clear()
            self[word] = value
            if not value:
                self.nothing.add(word)
        return value


_MARKS = PerWord(lambda text: not text[0].isalnum())


class ByIndex(dict[int, str]):
    """Words by index, nothing outside: asked for so often that a method in Python would be felt."""

    def __missing__(self, index: int) -> str:
        return ""


class Words:
    """The words of a text up to `end`, split once: to be taken by range, or by what is known of them."""

    def __init__(self, text: str, end: int | None = None) -> None:
        self.text = text
        self.end = len(text) if end is None else end
        self._all = split_words(text, 0, self.end)
        self._starts = list(map(itemgetter(1), self._all))
        self._same: defaultdict[str, list[Word]] = defaultdict(list)
        same = self._same
        for word, text in zip(self._all, map(itemgetter(0), self._all), strict=True):
            same[text].append(word)
        self._different = set(self._same)
        self.found: dict[object, Any] = {}  # by table: what was found of it, so that it is searched for once

    def within(self, start: int, end: int) -> list[Word]:
        """As `split_words`: a word that `start` or `end` cuts through is split there."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end, lo=first)
        cut = (first and self._all[first - 1].end > start) or (last > first and self._all[last - 1].end > end)
        return split_words(self.text, start, end) if cut else self._all[first:last]

    def known(self, memory: PerWord[T]) -> list[tuple[Word, T]]:
        """The words of which something is known, with what is known, in no order."""
        same = self._same
        return [
            (word, value)
            for text in self._different - memory.nothing
            if (value := memory[text])
            for word in same[text]
        ]


@lru_cache(maxsize=20_000)
def stems(text: str) -> tuple[tuple[str, str], ...]:
    """The ways to part `text` into (prefix, rest), the whole word first. لل gives (ل, ال…)."""
    out = [("", text)]
    for prefix in _PREFIXES:
        if text.startswith(prefix) and len(text) - len(prefix) >= 3:
            rest = text[len(prefix) :]
            if prefix.endswith("ل") and rest.startswith("ل") and len(rest) > 3:
                out.append((prefix, "ا" + rest))
            out.append((prefix, rest))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A table row found at some word: how many words it takes, what preceded it in its first word, its kind."""

    length: int
    prefix: str
    definite: bool
    stem: str
    kind: str

    @property
    def cut(self) -> int:
        """Letters to cut from the first word so that the phrase is left: both ل of للهيئة, one of للجنة."""
        double = self.prefix.endswith("ل") and self.definite
        return len(self.prefix) + double


Option = tuple[list[str], Phrase]  # the words that must follow, and the phrase that they make


class PhraseTable:
    """Rows of `data/<name>.tsv` (phrase, kind), found at a word with or without clitics and article."""

    def __init__(self, entries: Iterable[tuple[str, str]], *, as_written: bool = False) -> None:
        self._as_written = as_written  # the article is part of the phrase: المعالي is not معالي
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, kind in entries:
            parts = tuple(phrase.split())
            self._by_first.setdefault(parts[0], []).append((parts, kind))
        for found in self._by_first.values():
            found.sort(key=lambda entry: -len(entry[0]))

    @classmethod
    def load(cls, name: str, *, as_written: bool = False) -> PhraseTable:
        return cls(((row[0], row[1]) for row in rows(name)), as_written=as_written)

    def options(self, text: str) -> tuple[Option, ...]:
        """The phrases that may begin with this word, in the order in which they are preferred."""
        return tuple(
            # «للجنة» may be ل + لجنة: open, so that a complement is taken either way
            (
                list(parts[1:]),
                Phrase(
                    len(parts),
                    prefix,
                    definite and not (prefix.endswith("ل") and stem.startswith("ل")),
                    stem,
                    kind,
                ),
            )
            for prefix, rest in stems(text)
            for stem, definite in _articles(rest, self._as_written)
            for parts, kind in self._by_first.get(stem, ())
        )


def phrase_at(texts: list[str], index: int, options: tuple[Option, ...]) -> Phrase | None:
    """The first of the options for the word `texts[index]` that the words after it bear out."""
    for following, phrase in options:
        if not following or texts[index + 1 : index + 1 + len(following)] == following:
            return phrase
    return None


def _articles(rest: str, as_written: bool) -> Iterator[tuple[str, bool]]:
    yield rest, rest.startswith("ال")
    if not as_written and rest.startswith("ال") and len(rest) > 4:
        yield rest[2:], True
