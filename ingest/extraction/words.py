"""The words of a sentence, with their places in the folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ingest.extraction.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|\n")
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
    found = []
    for match in _WORD.finditer(text, start, end):
        piece = match.group()
        found.append(Word(piece, match.start(), match.end(), not piece[0].isalnum()))
    return found


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

    def begins(self, text: str) -> bool:
        """Whether a phrase of the table may begin with this word."""
        return any(
            stem in self._by_first for _, rest in stems(text) for stem, _ in _articles(rest, self._as_written)
        )

    def at(self, words: list[Word], index: int) -> Phrase | None:
        """The longest phrase that begins at `words[index]`, or None."""
        text = words[index].text
        for prefix, rest in stems(text):
            for stem, definite in _articles(rest, self._as_written):
                for parts, kind in self._by_first.get(stem, ()):
                    if self._follows(words, index, parts):
                        # «للجنة» may be ل + لجنة: open, so that a complement is taken either way
                        known = definite and not (prefix.endswith("ل") and stem.startswith("ل"))
                        return Phrase(len(parts), prefix, known, stem, kind)
        return None

    @staticmethod
    def _follows(words: list[Word], index: int, parts: tuple[str, ...]) -> bool:
        if len(parts) == 1:
            return True
        if index + len(parts) > len(words):
            return False
        return all(words[index + at].text == part for at, part in enumerate(parts) if at)


def _articles(rest: str, as_written: bool) -> Iterator[tuple[str, bool]]:
    yield rest, rest.startswith("ال")
    if not as_written and rest.startswith("ال") and len(rest) > 4:
        yield rest[2:], True
