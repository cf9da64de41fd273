"""A sentence as words, and where the clause of a task ends in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from ingest.extraction.commitments.party_words import begins_party_word
from ingest.extraction.commitments.verbal_nouns import is_verbal_noun
from ingest.extraction.commitments.word_sets import word_set
from ingest.extraction.tables import rows
from ingest.extraction.words import PerWord
from ingest.extraction.words import Word as DocumentWord

if TYPE_CHECKING:
    from ingest.extraction.document import Document, Mention

_TOKEN = re.compile(r"\w+|[^\w\s]")
_APOSTROPHES = ("'", "’")
_FUTURE = re.compile(r"س[يتن]\w{3,6}")
_PARTICIPLE = re.compile(r"م\w{2,5}[^اوي\W]ا")  # «، مبرزا …»
_ENDS = frozenset(".;؛؟!?\n•")
LONGEST_TASK = 60  # words
_NEAR_BODY = 25  # words before «على أن» among which the new body is sought


class Word(NamedTuple):
    """A word or a mark of punctuation of folded text; `bare` is without a conjunction written onto it."""

    text: str
    start: int
    end: int
    bare: str


class Lands(NamedTuple):
    """Folded offsets at which the name of a country, a nisba, and a city begins."""

    names: frozenset[int]
    nisbas: frozenset[int]
    cities: frozenset[int]


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one sentence of a document."""

    doc: Document
    words: tuple[Word, ...]
    lands: Lands

    def text(self, index: int) -> str:
        """The word at `index`, or nothing outside the sentence."""
        return self.words[index].text if 0 <= index < len(self.words) else ""

    def is_on(self, index: int) -> bool:
        """Is this the preposition على, and not the name علي?"""
        word = self.text(index)
        return word == "علي" and self.doc.letter(self.words[index].end - 1) != "ي"

    def clause_end(self, start: int) -> int:
        """The index of the first word after `start` that no longer belongs to its clause."""
        last = min(len(self.words), start + LONGEST_TASK)
        for index in range(start, last):
            if index > start and self.ends_clause(index):
                return index
        return last

    def ends_clause(self, index: int) -> bool:
        """Does a new clause, or nothing, follow from this word on?"""
        word = self.words[index]
        after_comma = self.text(index - 1) in ("،", ",", "-", "–")
        if not (after_comma or _TURNS[word.text]):
            return False
        if word.text in _ENDS:
            return not self._inside_number(index)
        if word.text == "في" and self.text(index + 1) == "حين":
            return True
        if self._new_duty(index, after_comma=after_comma):
            return True
        kind = break_class(word.text)
        if kind == "always" or (word.text == "حتي" and self.text(index + 1)[:1] in ("ت", "ي")):
            return True
        joined = word.text != word.bare and word.text not in _verb_forms()
        if after_comma and ((kind or break_class(word.bare)) == "comma" or _PARTICIPLE.fullmatch(word.text)):
            return True
        if joined and break_class(word.bare) == "always":
            return True
        verb = word.bare if joined else word.text
        if not (joined or after_comma) or is_verbal_noun(verb):
            return False
        return verb in _verb_forms() or is_future(verb) or (after_comma and bool(_FUTURE.fullmatch(verb)))

    def _new_duty(self, index: int, *, after_comma: bool) -> bool:
        """«، على أن تتكفل الوزارة …», «ويتولى المركز …»: a duty of its own, unless it says what a committee does."""
        word = self.words[index]
        if word.text == "علي" and self.text(index + 1) == "ان" and _lays_duty(self, index):
            return True
        if after_comma and word.text == "علي" and self.text(index + 1) == "ان":
            index += 2
        elif word.text == word.bare or word.bare not in word_set("duty"):
            return False
        verb = self.words[index].bare if index < len(self.words) else ""
        return verb in word_set("duty") and not is_verbal_noun(self.text(index + 1))

    def _inside_number(self, index: int) -> bool:
        mark = self.words[index]
        if mark.text != ".":
            return False
        after = self.words[index + 1] if index + 1 < len(self.words) else None
        joined = after is not None and after.start == mark.end
        single = len(self.text(index - 1)) == 1 and self.text(index - 1).isalpha()
        return single or (joined and after is not None and after.text[0].isdigit())


def names_party(line: Line, index: int) -> bool:
    """Does an office, an institution or a country begin with this word?"""
    if index >= len(line.words):
        return False
    return begins_party_word(line.text(index)) or line.words[index].start in line.lands.names


def _lays_duty(line: Line, at: int) -> bool:
    """«على أن تقدم الشركة …»: a duty of a party, unless that is the body of which the clause speaks («لجنة»)."""
    if line.text(at + 2)[:1] not in ("ي", "ت") or not names_party(line, at + 3):
        return False
    party = line.text(at + 3).removeprefix("ال")
    before = range(max(0, at - _NEAR_BODY), at)
    further = line.text(at - 1) in ("،", ",") or any(line.is_on(index) for index in before)
    return further and all(line.text(index) != party for index in before)


def line_of(doc: Document, start: int, end: int) -> Line:
    """The words of `doc.fold[start:end]`."""
    made = tuple.__new__  # as Word(…), in a third of the time
    found = tuple(
        [made(Word, (text, first, last, BARE[text])) for text, first, last, _ in _parts(doc, start, end)]
    )
    mentions = between(doc.countries, start, end)
    names = frozenset(mention.start for mention in mentions if mention.form == "name")
    nisbas = frozenset(mention.start for mention in mentions if mention.form == "nisba")
    cities = frozenset(mention.start for mention in between(doc.cities, start, end))
    return Line(doc, found, Lands(names, nisbas, cities))


def _parts(doc: Document, start: int, end: int) -> list[DocumentWord]:
    """The words of the document with their places; here an apostrophe parts them («l’or»)."""
    text = doc.fold[start:end]
    if any(mark in text for mark in _APOSTROPHES):
        return [DocumentWord(match.group(), *match.span()) for match in _TOKEN.finditer(doc.fold, start, end)]
    return doc.words.within(start, end)


def between(mentions: tuple[Mention, ...], start: int, end: int) -> tuple[Mention, ...]:
    """Those mentions, which are in the order of the text, that begin inside `start:end`."""
    key = attrgetter("start")
    return mentions[bisect_left(mentions, start, key=key) : bisect_left(mentions, end, key=key)]


@cache
def _breaks() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("commitment_breaks") if row[1] != "verb"}


def break_class(word: str) -> str:
    """How a word of the table ends a clause: `always`, `comma` or not at all."""
    return _breaks().get(word, "")


def _turns(word: str) -> bool:
    """Whether a clause may end before a word that follows no comma: most words carry on with it."""
    return (
        BARE[word] != word or word in _ENDS or word in ("في", "علي", "حتي") or break_class(word) == "always"
    )


# A word without a conjunction written onto it.
BARE = PerWord(lambda text: text[1:] if len(text) > 3 and text[0] in "وف" else text)
_TURNS = PerWord(_turns)


@cache
def _verb_forms() -> frozenset[str]:
    stems = [row[0] for row in rows("commitment_breaks") if row[1] == "verb"]
    out = {stem + ending for stem in stems for ending in ("", "ت", "ا", "وا", "تا")}
    out |= {
        form
        for row in rows("commitment_triggers")
        if row[0] != "agreed" and row[1] not in ("duty", "must")
        for form in row[2].split()
    }
    out |= {form for row in rows("commitment_triggers")[:1] for form in row[2].split()}
    return frozenset(out - word_set("nominal"))


def is_reporting(word: str) -> bool:
    """A verb that says that somebody said or did something."""
    return word in _verb_forms()


@cache
def _pledge_verbs() -> frozenset[str]:
    return frozenset(prefix + row[0] for row in rows("pledge_verbs") for prefix in "يتن")


def is_future(word: str) -> bool:
    """سيقدم، ستوفد …: a future of a verb that a promise is made of."""
    return len(word) > 3 and word[0] == "س" and word[1:] in _pledge_verbs()


def is_promised(word: str) -> bool:
    """The same without س: يقدم, as it follows أن or سوف."""
    return word in _pledge_verbs()
