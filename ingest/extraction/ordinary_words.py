"""Words that say nothing of people: most words of a release, passed over at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction import names
from ingest.extraction.cues import cue_of, linking_words, side_of
from ingest.extraction.line import begins_phrase
from ingest.extraction.name_spans import LEADING
from ingest.extraction.words import COMMAS, PerWord

if TYPE_CHECKING:
    from ingest.extraction.line import Line

KNOWN = 3  # times a name must have been met to begin a name that nothing announces
_STOP, _WORD = "stop", "word"  # sorts of ordinary words: one that can be no part of a name, any other
FOR, HEADED, MARGIN = _CHANGING = ("نيابه", "برياسه", "هامش")  # they tell something by what stands near


def says_nothing(line: Line, at: int) -> bool:
    """Whether an ordinary word stands at `at`, and not where a foreign name might begin."""
    said = _ORDINARY[line.texts[at]]
    return bool(said) and at not in line.places and (said == _STOP or not may_be_foreign(line, at))


def may_be_foreign(line: Line, at: int, *, joined: bool = False) -> bool:
    """Whether an unknown word stands at `at` where a foreign name might begin: behind a boundary, or `joined` by و."""
    before = line.text(at - 1)
    if not (joined or before in COMMAS or names.is_stop(before)):
        return False
    text = line.text(at)
    if names.is_stop(text) or (names.lookup(text).known and before not in linking_words("leader")):
        return False
    return not (line.is_article(at) or at in line.places)


def _ordinary(text: str) -> str:
    """Of a word that begins no name and no phrase of the tables and tells nothing of the people after it: its sort."""
    if not text[0].isalpha() or text == "و" or begins_phrase(text) or names.lookup(text).given >= KNOWN:
        return ""
    if text in LEADING or text in _CHANGING or text in linking_words("blessing"):
        return ""
    if cue_of(text) or side_of(text):
        return ""
    return _STOP if names.is_stop(text) else _WORD


_ORDINARY = PerWord(_ordinary)
