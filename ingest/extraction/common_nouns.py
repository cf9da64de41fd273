"""Words that look like common nouns by their form, where no lexicon knows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.extraction import names
from ingest.extraction.tables import words

if TYPE_CHECKING:
    from ingest.extraction.line import Line

_LONG = 6  # letters; nouns of a task that have no form of their own are shorter
_PLURALS = ("ات", "يه", "يات", "تين", "تان")
_POSSESSED = ("ته", "اته", "ها", "اده", "دته", "نه")
# Nouns of action and broken plurals by their form: إفعال أفعال تفعيل استفعال انفعال افتعال مفاعلة
_ACTION = re.compile(r"ت\w\wي\w|است\w{3,4}|ا[نت]?\w\wا\w|ا\wت\wا\w|م\wا\w\wه")


def is_action(text: str) -> bool:
    """Whether a folded word has the form of a noun of action."""
    return bool(_ACTION.fullmatch(text))


def is_written_as_action(line: Line, at: int) -> bool:
    """Whether such a word begins with a letter with which nouns of action begin."""
    return line.doc.letter(line.words[at].start) in "اأإتم"


def ends_as_common(line: Line, at: int) -> bool:
    """Whether the word at `at` ends in ة, in tanwin or in a pronoun."""
    letter, text = line.last_letter(at), line.text(at)
    return letter in ("ة", "\u064b") or (letter == "ه" and text.endswith(_POSSESSED) and len(text) > 4)


def is_plural(text: str) -> bool:
    """Whether a folded word has an ending of the plural or the dual."""
    return text.endswith(_PLURALS)


def is_foreign_pair(line: Line, at: int, *, first: bool) -> bool:
    """«السيد إيفار هولتان»: shaped like a noun of action, but an unknown word goes with it, before or behind."""
    other = at + 1 if first else at - 1
    if line.text(at) in words("verbal_nouns") or other >= len(line):
        return False
    if line.words[other].is_mark or line.is_article(other):
        return False
    partner = line.text(other)
    plain = not (names.is_stop(partner) or line.org(other) or line.modifier(other))
    return plain and partner not in words("verbal_nouns")


def tells_task(line: Line, at: int, rest: str, *, ordered: bool) -> bool:
    """«… الوزير بإعداد», «كلف … بوضع …»: a noun of action behind ب; not «باتريسيو فوندي»."""
    return is_action(rest) or (ordered and (len(rest) < _LONG or line.is_article(at + 1)))
