"""People of an English release: names beside titles, and offices known without a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.extraction.english.titles import title_at
from ingest.extraction.english.tokens import text_of, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.extraction.document import Document, Sentence
    from ingest.extraction.english.tokens import Text

Range = tuple[int, int]  # folded offsets, half-open
_LONGEST_LIST = 9  # words that may still follow in the list of an office's fields
_SPECIFIC = 2  # words that make an office known without a name


@dataclass(frozen=True, slots=True)
class Person:
    """Someone met in a sentence; `before` is the folded offset at which the mention begins."""

    name: Range | None
    title: Range | None
    before: int
    end: int
    sentence: Sentence


def persons_in(doc: Document, sentence: Sentence) -> Iterator[Person]:
    """The people that a sentence introduces, in order."""
    text = text_of(doc, sentence.start, sentence.end)
    index = 0
    begins = word_set("head", "modifier")
    while index < len(text.tokens):
        token = text.tokens[index]
        if not token.cap and token.text not in begins:
            index += 1
            continue
        person, index = _person_at(text, index, sentence)
        if person is not None:
            yield person


def _person_at(text: Text, index: int, sentence: Sentence) -> tuple[Person | None, int]:
    title = title_at(text, index) if _may_begin(text, index) else None
    if title is not None:
        name = _name_after(text, title)
        if name is not None:
            fuller = _title_after(text, name[1]) if title - index == 1 else None
            if fuller is not None:
                return _person(text, index, name, fuller, sentence), fuller[1]
            return _person(text, index, name, (index, title), sentence), name[1]
        if _former(text, index):
            return None, title
        further = _listed_office(text, title) or _second_office(text, index, title)
        name = _name_after(text, further) if further is not None else None
        if further is not None and name is not None:
            return _person(text, index, name, (index, further), sentence), name[1]
        return _person(text, index, None, (index, title), sentence), title
    found = _name_at(text, index)
    if found is None:
        return None, index + 1
    start, end, courteous = found
    office = _title_after(text, end)
    if office is not None:
        return _person(text, index, (start, end), office, sentence), office[1]
    if courteous and end - start >= _SPECIFIC and not _is_office(text, start, end):
        return _person(text, index, (start, end), None, sentence), end
    return None, end


def _second_office(text: Text, index: int, end: int) -> int | None:
    """«First Deputy Prime Minister and Minister of Defense X»: where the second office ends."""
    words = [text.word(at) for at in range(index, end)]
    if text.word(end) != "and" or not ({"prime", "vice"} & set(words)):
        return None
    return title_at(text, end + 1)


def _listed_office(text: Text, end: int) -> int | None:
    """«Minister of Foreign Affairs, Migration and Tunisians Abroad, Mr. X»: more of the office up to the name."""
    at = end
    while at < end + _LONGEST_LIST and (
        text.cap(at) or text.word(at) in ("and", "of", "for", "the", "&", ",")
    ):
        if text.word(at) in word_set("head", "courtesy"):
            return None
        if at > end + 1 and text.word(at) == "," and text.word(at + 1) in word_set("address"):
            return at
        at += 1
    return None


def _person(text: Text, begin: int, name: Range | None, title: Range | None, sentence: Sentence) -> Person:
    spans = [
        (text.tokens[a].start, text.tokens[b - 1].end) if b > a else None
        for a, b in (name or (0, 0), title or (0, 0))
    ]
    last = max(pair[1] for pair in (name, title) if pair)
    return Person(spans[0], spans[1], text.tokens[begin].start, text.tokens[last - 1].end, sentence)


def _may_begin(text: Text, index: int) -> bool:
    if _is_first_name(text, index):
        return False
    return text.word(index) != "general" or not text.cap(index)


def _former(text: Text, index: int) -> bool:
    return text.word(index - 1) in word_set("former")


def _name_after(text: Text, index: int) -> Range | None:
    """«Minister X», «the Minister, Mr. X,»: the name that follows a title."""
    if text.word(index) == "(" and text.cap(index + 1) and text.word(index + 2) == ")":
        index += 3  # «Chairman of the National Oil Corporation (NOC), Mr. X»
    comma = text.word(index) in (",", "–", "-")
    found = _name_at(text, index + 1 if comma else index)
    if found is None:
        return None
    start, end, courteous = found
    if comma and not courteous and not (text.word(end) in (",", ".", ";", ")") or end == len(text.tokens)):
        return None
    return (start, end) if end - start >= 2 or courteous else None


def _title_after(text: Text, index: int) -> Range | None:
    """«Mr. X, Deputy Head of Mission at …»."""
    if text.word(index) not in (",", "(", "–"):
        return None
    start = index + 1
    if text.word(start) in ("the", "a", "an", "its", "his", "her", "their", "who"):
        start += 2 if text.word(start) == "who" else 1
    owned = text.cap(start) or text.word(start) in word_set("owner")
    if owned and text.word(start + 1) == "'s" and text.land(start) is None:
        start += 2
    end = title_at(text, start, named=True)
    if end is not None and text.word(end) == "and":  # «X, Vice Chancellor and Federal Minister for …»
        second = title_at(text, end + 1, named=True)
        alone = second is not None and (second >= len(text.tokens) or not text.cap(second))
        end = second if second is not None and alone and _name_after(text, second) is None else end
    return (start, end) if end is not None and not _former(text, start) else None


def _name_at(text: Text, index: int) -> tuple[int, int, bool] | None:
    """(start, end, was there a word of courtesy) of the name at a word."""
    begun = index
    while text.word(index) in word_set("courtesy") and (text.cap(index) or index > begun):
        index += 1
        while text.word(index) == "." or (index > begun and text.word(index) in ("royal", "the")):
            index += 1
    pair = f"{text.word(index)}_{text.word(index + 1)}"
    if pair in word_set("courtesy"):
        index += 2
    courteous = index > begun
    start = index
    while _in_name(text, index, start, courteous=courteous):
        index += 1
    if index == start or (not courteous and _is_other(text, start, index)):
        return None
    return start, index, courteous


def _in_name(text: Text, index: int, start: int, *, courteous: bool) -> bool:
    word = text.word(index)
    if word == "." and index > start and len(text.word(index - 1)) == 1:
        return text.cap(index + 1)
    if word in word_set("particle") and not text.cap(index):
        return index > start and (text.cap(index + 1) or text.cap(index + 2))
    if index > start and word in word_set("courtesy"):
        return False
    if not text.cap(index) or word in word_set("month", "weekday"):
        return False
    if word in word_set("head") and (not courteous or index == start) and not _is_first_name(text, index):
        return False
    return (
        courteous
        or index > start
        or word not in ("the", "a", "an", "in", "on", "at", "during", "he", "she", "it")
    )


def _is_first_name(text: Text, index: int) -> bool:
    """«Sultan bin Ahmed»: an office by its word, a name by what follows."""
    follows = text.word(index + 1)
    return text.cap(index) and (
        follows in ("bin", "ibn", "bint") or (follows == "al" and text.cap(index + 1))
    )


def _is_office(text: Text, start: int, end: int) -> bool:
    return any(text.word(index) in word_set("org", "head") for index in range(start, end))


def _is_other(text: Text, start: int, end: int) -> bool:
    """A country, a city or an institution rather than a person."""
    if any(text.land(index) or text.tokens[index].start in text.cities for index in range(start, end)):
        return end - start < 2 or text.land(start) is not None
    return any(text.word(index) in word_set("org", "portfolio") for index in range(start, end))
