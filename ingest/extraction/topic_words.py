"""The words that speak of a topic, in every form in which they are found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ingest.extraction.gazetteer import Gazetteer
from ingest.extraction.tables import raw_rows, rows, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_PRONOUNS = ("ه", "ها", "هم", "هما", "نا")
_OF_NISBA = ("ه", "ا", "ين", "ون", "ات", "يه")
_SHORT = 4  # letters a word must have to be looked for with endings


@dataclass(frozen=True, slots=True)
class TopicWord:
    """A word or phrase of the tables and the topics it speaks of, by code, each with its weight; none: says nothing."""

    text: str
    topics: tuple[tuple[str, float], ...]


@cache
def topic_words() -> Gazetteer[TopicWord]:
    """All of `topics.tsv`, `topics_en.tsv` and `topic_exceptions.tsv`, with the forms that belong to each word."""
    written: dict[str, dict[str, float]] = {}
    for code, weight, terms in (*rows("topics"), *rows("topics_en")):
        name = code.replace(" ", "_")  # folding takes an underscore for a space
        for term in terms.split("|"):
            written.setdefault(term, {})[name] = float(weight)
    found = {text: TopicWord(text, tuple(topics.items())) for text, topics in written.items()}
    found |= {text: TopicWord(text, ()) for text in words("topic_exceptions")}
    forms: dict[str, TopicWord] = {}
    for text, word in found.items():
        for form in _forms(text):
            forms.setdefault(form, word)
    return Gazetteer((forms | found).items())


@cache
def topic_share() -> dict[str, float]:
    """How words of each topic weigh beside those of the others, by code."""
    return {row[0]: int(row[3]) / 100 for row in raw_rows("topic_names")}


def _forms(text: str) -> Iterator[str]:
    """«زراعه» for «زراعتها» and «زراعات», «طاقه شمسيه» for «(ال)طاقه الشمسيه», "airport" for "airports"."""
    if text[-1].isascii():
        if not text.endswith("s"):
            yield text[:-1] + "ies" if text.endswith("y") and text[-2] not in "aeo" else text + "s"
        return
    parts = text.split(" ")
    if len(parts) == 1:
        yield from _endings(text)
    elif len(parts) == 2 and not any(part.startswith(("ال", "لل")) for part in parts):
        yield f"{parts[0]} ال{parts[1]}"


def _endings(word: str) -> Iterator[str]:
    if len(word) < _SHORT or word.startswith("ال"):
        if len(word) == _SHORT - 1 and not word.endswith(("ه", "ي")):
            yield word + "ا"
        return
    if word.endswith("ه"):
        yield from (
            f"{word[:-1]}{end}" for end in ("ات", "تين", "تان", "تي", *(f"ت{own}" for own in _PRONOUNS))
        )
    elif word.endswith("ي"):
        yield from (word + end for end in _OF_NISBA)
    elif word.endswith("ات"):
        yield from (word + own for own in _PRONOUNS)
    elif word.endswith(("ين", "ون")):
        yield word[:-1]
    else:
        yield from (word + end for end in ("ا", "ين", "ان", *_PRONOUNS))
