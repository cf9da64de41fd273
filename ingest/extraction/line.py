"""One sentence laid out for the finders: its words and what each begins (courtesy, office, institution, place)."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ingest.extraction import names
from ingest.extraction.words import Phrase, PhraseTable, Word, split_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.extraction.document import Document, Mention, Sentence
    from ingest.extraction.org_spans import Org

_LETTERS = "وبل"
_HYPHENS = ("-", "\u2010", "\u2011")
_TANWIN = "\u064b"


TABLES = ("honorifics", "role_heads", "org_heads", "role_words")


@lru_cache(maxsize=20_000)
def begins(text: str) -> int:
    """One bit for each of TABLES of which a phrase may begin with this folded word."""
    return sum(1 << number for number, name in enumerate(TABLES) if _table(name).begins(text))


@cache
def _table(name: str) -> PhraseTable:
    return PhraseTable.load(name, as_written=name == "honorifics")


@dataclass(frozen=True, slots=True)
class Place:
    """A country or city that begins in a word: its mention, and the index after its last word."""

    mention: Mention
    after: int


def _begins_phrase(text: str) -> bool:
    word = [Word(text, 0, len(text))]
    return any(_table(name).at(word, 0) for name in ("honorifics", "role_heads", "org_heads"))


def _parted(found: list[Word]) -> Iterator[Word]:
    """Parts و, ب or ل from a given name written with it: «وأحمد» gives و and أحمد."""
    for word in found:
        rest = word.text[1:]
        whole = names.lookup(word.text)
        if word.text[0] in _LETTERS and len(rest) > 2 and whole.given < 3:
            least = 3 if word.text[0] == "و" and not whole.known else 20
            if names.lookup(rest).given >= least and not (names.is_stop(word.text) or _begins_phrase(rest)):
                yield Word(word.text[0], word.start, word.start + 1)
                yield Word(rest, word.start + 1, word.end)
                continue
        yield word


class Line:
    """A sentence as a list of words; `courtesy`, `head`, `org`, `extra` answer for the phrase at a word, or None."""

    __slots__ = ("_found", "begins", "doc", "institutions", "places", "words")

    def __init__(self, doc: Document, start: int, end: int) -> None:
        self.doc = doc
        self.words: list[Word] = list(_parted(split_words(doc.fold, start, end)))
        self.places: dict[int, Place] = {}
        self.institutions: tuple[Org, ...] | None = None
        self._place(doc.cities, start, end)
        self._place(doc.countries, start, end)
        self.begins = [0 if word.is_mark else begins(word.text) for word in self.words]
        self._found: dict[tuple[int, int], Phrase | None] = {}

    def __len__(self) -> int:
        return len(self.words)

    def _place(self, mentions: tuple[Mention, ...], start: int, end: int) -> None:
        ends = [word.end for word in self.words]
        at = bisect_left(mentions, start, key=lambda mention: mention.start)
        while at < len(mentions) and mentions[at].start < end:
            first = bisect_left(ends, mentions[at].start + 1)
            after = bisect_left(ends, mentions[at].end) + 1
            if first < len(ends):
                self.places[first] = Place(mentions[at], after)
            at += 1

    def text(self, index: int) -> str:
        """The folded word at `index`, empty past the end."""
        return self.words[index].text if 0 <= index < len(self.words) else ""

    def _at(self, table: int, index: int) -> Phrase | None:
        if index >= len(self.begins) or not self.begins[index] & 1 << table:
            return None
        key = (table, index)
        if key not in self._found:
            found = _table(TABLES[table]).at(self.words, index)
            self._found[key] = None if found is None or found.kind == "never" else found
        return self._found[key]

    def courtesy(self, index: int) -> Phrase | None:
        """A word or phrase of courtesy or rank."""
        return self._at(0, index)

    def head(self, index: int) -> Phrase | None:
        """The head of an office's title."""
        return self._at(1, index)

    def org(self, index: int) -> Phrase | None:
        """The head of an institution's name."""
        return self._at(2, index)

    def modifier(self, index: int) -> Phrase | None:
        """A word that may continue a title."""
        return self._at(3, index)

    def last_letter(self, index: int) -> str:
        """The unfolded last letter of a word: ة, ى, ا … ; tanwin if the word carries it."""
        word = self.words[index]
        source = self.doc.quote(word.start, word.end)
        return _TANWIN if _TANWIN in source[-2:] else source[-1:]

    def hyphenated(self, index: int) -> bool:
        """Whether a hyphen without spaces joins the word with the next («جان-بيير»)."""
        if index + 2 >= len(self.words) or self.words[index + 1].text not in _HYPHENS:
            return False
        first, mark, second = self.words[index : index + 3]
        return not (first.is_mark or second.is_mark) and first.end == mark.start and mark.end == second.start

    def is_article(self, index: int) -> bool:
        """Whether the word begins with the article (not with أل or إل of a foreign name); False behind the last."""
        if index >= len(self.words):
            return False
        word = self.words[index]
        return word.text.startswith("ال") and len(word.text) > 3 and self.doc.letter(word.start) in "اٱ"


def line_of(doc: Document, sentence: Sentence) -> Line:
    """The line of a sentence, laid out once."""
    line = doc.lines.get(sentence.index)
    if line is None:
        line = doc.lines[sentence.index] = Line(doc, sentence.start, sentence.end)
    return line


def mentions_in(mentions: tuple[Mention, ...], start: int, end: int) -> list[Mention]:
    """The mentions inside `start:end`; `mentions` are in order."""
    out = []
    at = bisect_left(mentions, start, key=lambda mention: mention.start)
    while at < len(mentions) and mentions[at].start < end:
        if mentions[at].end <= end:
            out.append(mentions[at])
        at += 1
    return out
