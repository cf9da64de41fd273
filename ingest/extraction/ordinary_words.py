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
FOR, HEADED, MARGIN = _CHANGING = ("نيابه", "برياسه", "هامش")  # they tell something by what stands near


def says_nothing(line: Line, at: int) -> bool:
    """Whether an ordinary word stands at `at`, and not where a foreign name might begin."""
    if not _ORDINARY[line.words[at].text] or at in line.places:
        return False
    before = line.text(at - 1)
    return before not in COMMAS and not names.is_stop(before)


def _is_ordinary(text: str) -> bool:
    """Whether a word begins no name and no phrase of the tables and tells nothing of the people after it."""
    if not text[0].isalpha() or text == "و" or begins_phrase(text) or names.lookup(text).given >= KNOWN:
        return False
    if text in LEADING or text in _CHANGING or text in linking_words("blessing"):
        return False
    return not (cue_of(text) or side_of(text))


_ORDINARY = PerWord(_is_ordinary)
