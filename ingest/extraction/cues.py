"""The words that tell whether the people named after them took part, and other words between people."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ingest.extraction import names
from ingest.extraction.firms import of_many_states
from ingest.extraction.tables import rows, words
from ingest.extraction.words import stems

if TYPE_CHECKING:
    from ingest.extraction.line import Line

_AT_HIS = ("مكتبه", "بمكتبه")
# They take part; they are present beside the host; among those present; only spoken of; speaking.
IN, HOST, WITH, OUT, SAID = "in", "host", "with", "out", "said"


@cache
def _cues() -> dict[str, str]:
    out: dict[str, str] = {}
    for word, tells, form in rows("part_cues"):
        forms = names.verb_forms(word) if form == "verb" else {word}
        for each in forms:
            out.setdefault(each, tells)
    return out


@lru_cache(maxsize=20_000)
def cue_of(text: str) -> str:
    """What a word tells of the people named after it, empty if nothing."""
    cues = _cues()
    return cues.get(text) or (cues.get(text[1:], "") if text[0] in "وفبل" else "")


@lru_cache(maxsize=20_000)
def side_of(text: str) -> str:
    """`open` for a word after which a country is a side's («مع», «وفد»), `shut` for one that ends a side."""
    party = linking_words("party")
    if text in party or (text[0] in "وف" and text[1:] in party):
        return "open"
    ends = text.endswith("بحضور") or text in linking_words("ended")
    leads = text in linking_words("leader") or cue_of(text) in ("", WITH)
    return "shut" if ends or not leads else ""


@cache
def linking_words(kind: str) -> frozenset[str]:
    """The words of `data/person_words.tsv` of one kind."""
    return frozenset(row[0] for row in rows("person_words") if row[1] == kind)


@cache
def _owners() -> frozenset[str]:
    return words("name_owners")


def owned(line: Line, index: int) -> bool:
    """Whether the word before `index` makes a name there the name of a thing (مطار, جامعة …)."""
    before = line.text(index - 1)
    if before.startswith(_AT_HIS) and line.last_letter(index - 1) == "ه":
        return False  # «بمكتبه السيد …»: his office, not a library
    return _owns(before)


@lru_cache(maxsize=20_000)
def _owns(text: str) -> bool:
    return bool(text) and any(rest in _owners() for _prefix, rest in stems(text))


def of_the_world(line: Line, at: int) -> bool:
    """Whether an international organisation is named at `at`."""
    last = min(at + 5, len(line)) - 1
    name = line.doc.fold[line.words[at].start : line.words[last].end]
    return of_many_states(name)
