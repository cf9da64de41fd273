"""One sentence laid out for the finders: its words and what each begins (courtesy, office, institution, place)."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ingest.extraction import names
from ingest.extraction.words import ByIndex, PerWord, PhraseTable, Word, phrase_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.extraction.document import Document, Mention, Sentence
    from ingest.extraction.org_spans import Org
    from ingest.extraction.words import Option, Phrase

_LETTERS = "وبل"
_HYPHENS = ("-", "\u2010", "\u2011")
_TANWIN = "\u064b"
_AND_ABBREVIATED = frozenset(("ود", "وم"))  # «ود. فلان», «وم. فلان»

_TABLES = ("honorifics", "role_heads", "org_heads", "role_words")
_TEXT = itemgetter(0)  # of a word
_HEADS = slice(0, 3)  # those of them whose words begin a phrase of their own


class Place(NamedTuple):
    """A country or city that begins in a word: its mention, and the index after its last word."""

    mention: Mention
    after: int


def _phrases(text: str) -> tuple[tuple[Option, ...], ...]:
    """For each of the tables, the phrases that may begin with a folded word; nothing at all for most words."""
    found = tuple(table.options(text) for table in _tables())
    return found if any(found) else ()


@cache
def _tables() -> tuple[PhraseTable, ...]:
    return tuple(PhraseTable.load(name, as_written=name == "honorifics") for name in _TABLES)


def _takes_letter(text: str) -> bool:
    """Whether و, ب or ل is written onto a given name: «وأحمد» is و and أحمد."""
    rest = text[1:]
    if text[0] not in _LETTERS or len(rest) <= 2:
        return False
    whole = names.lookup(text)
    least = 3 if text[0] == "و" and not whole.known else 20
    if whole.given >= 3 or names.lookup(rest).given < least:
        return False
    heads = _PHRASES[rest][_HEADS]
    return not (names.is_stop(text) or any(not following for table in heads for following, _ in table))


_PHRASES = PerWord(_phrases)
_PARTED = PerWord(_takes_letter)


def begins_phrase(text: str) -> bool:
    """Whether courtesy, an office or an institution may begin with a folded word."""
    return any(_PHRASES[text][_HEADS])


def _parted(found: list[Word]) -> Iterator[Word]:
    """Parts و, ب or ل from a given name written with it."""
    texts = list(map(_TEXT, found))
    if not any(map(_PARTED.__getitem__, texts)) and _AND_ABBREVIATED.isdisjoint(texts):
        yield from found
        return
    for word, after in zip(found, [*texts[1:], ""], strict=True):
        text, start, end, _ = word
        if _PARTED[text] or (text in _AND_ABBREVIATED and after in (".", "/")):
            yield Word(text[0], start, start + 1)
            yield Word(text[1:], start + 1, end)
        else:
            yield word


class Line:
    """A sentence as a list of words, with the phrase of a table that begins at a word, or None.

    `courtesy`: a word or phrase of courtesy or rank; `head`: the head of an office's title; `org`: the head of an
    institution's name; `modifier`: a word that may continue a title. Each is asked with the index of a word, as is
    `text`: the folded word, empty outside of the line.
    """

    __slots__ = (
        "courtesy",
        "doc",
        "head",
        "institutions",
        "modifier",
        "org",
        "places",
        "text",
        "texts",
        "words",
    )

    def __init__(self, doc: Document, start: int, end: int) -> None:
        self.doc = doc
        self.words: list[Word] = list(_parted(doc.words.within(start, end)))
        self.texts = list(map(_TEXT, self.words))
        self.text: Callable[[int], str] = ByIndex(enumerate(self.texts)).__getitem__
        self.places: dict[int, Place] = {}
        self.institutions: tuple[Org, ...] | None = None
        self._place(doc.cities, start, end)
        self._place(doc.countries, start, end)
        found = self._found()
        self.courtesy: Callable[[int], Phrase | None] = found[0].get
        self.head: Callable[[int], Phrase | None] = found[1].get
        self.org: Callable[[int], Phrase | None] = found[2].get
        self.modifier: Callable[[int], Phrase | None] = found[3].get

    def _found(self) -> tuple[dict[int, Phrase], ...]:
        """For each table, its phrases by the index of their first word."""
        found: tuple[dict[int, Phrase], ...] = ({}, {}, {}, {})
        for index, options in enumerate(map(_PHRASES.__getitem__, self.texts)):
            if options:
                for phrases, known in zip(found, options, strict=True):
                    phrase = phrase_at(self.texts, index, known) if known else None
                    if phrase is not None and phrase.kind != "never":
                        phrases[index] = phrase
        return found

    def __len__(self) -> int:
        return len(self.words)

    def _place(self, mentions: tuple[Mention, ...], start: int, end: int) -> None:
        ends: list[int] = []
        at = bisect_left(mentions, start, key=lambda mention: mention.start)
        while at < len(mentions) and mentions[at].start < end:
            ends = ends or [word.end for word in self.words]
            first = bisect_left(ends, mentions[at].start + 1)
            after = bisect_left(ends, mentions[at].end) + 1
            if first < len(ends):
                self.places[first] = Place(mentions[at], after)
            at += 1

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
        text = self.texts[index]
        return text[:2] == "ال" and len(text) > 3 and self.doc.letter(self.words[index].start) in "اٱ"


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
