"""First names that are words of office as well: «سلطان بن …», «مختار الجديد», «أمين أحمد»."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ingest.extraction import names
from ingest.extraction.tables import rows

if TYPE_CHECKING:
    from ingest.extraction.line import Line

_OFTEN = 10  # times met as a given name
_MAGHREBI = ("بالشيخ", "بالحاج")  # surnames, not ب with a word of courtesy
_MISTERS = ("السيد", "السيده")
_CHILD_OF = ("بن", "بنت", "ال")


@cache
def _offices() -> dict[str, frozenset[str]]:
    """Folded word -> the words before which it is the office all the same."""
    return {row[0]: frozenset(row[1].split("|")) for row in rows("title_names")}


def is_first_name(line: Line, at: int, *, honoured: bool) -> bool:
    """Whether the word at `at` begins somebody's name and not an office.

    `honoured`: a word of courtesy stands before it, so that an unknown word may be the surname.
    """
    offices = _offices().get(line.text(at))
    after = at + 1
    if offices is None or after >= len(line) or line.words[after].is_mark:
        return False
    text = line.text(after)
    if text in _CHILD_OF:
        return True
    if text in offices or after in line.places or names.is_stop(text):
        return False
    if line.org(after) or line.modifier(after) or line.courtesy(after):
        return False
    if names.is_given(text):
        return True
    if line.head(after) or line.last_letter(after) in "ةه":
        return False
    surname = line.is_article(after) and (text.endswith("ي") or names.lookup(text).known)
    return (surname or honoured) and _ends(line, after + 1)


def is_office(line: Line, at: int) -> bool:
    """Whether the word at `at` is an office with its complement («شيخ الأزهر») whatever names it may be."""
    return line.text(at + 1) in _offices().get(line.text(at), ())


def is_maghrebi(line: Line, at: int) -> bool:
    """«معز بالشيخ»: a surname, where no other name follows that the word of courtesy could announce."""
    after = at + 1
    on = line.text(after) == "علي" and line.last_letter(after) == "ى"
    return line.text(at) in _MAGHREBI and (on or not names.is_given(line.text(after)))


def is_on(line: Line, at: int, *, honoured: bool, quoted: bool) -> bool:
    """Whether علي at `at`, written with ى, is the preposition: «معاليه على هامش …», and not «الشيخ على حسن»."""
    if line.last_letter(at) != "ى" or quoted:
        return False
    after = line.text(at + 1)
    return not honoured or (names.is_stop(after) and not names.is_given(after))


def is_doubled(line: Line, at: int, first: int) -> bool:
    """«السيد الشريف وكيل …»: of the words of courtesy from `at` to `first` the second is the name."""
    last = first - 1
    if not (at < last and first < len(line) and line.is_article(last)):
        return False
    if line.text(last) in _MISTERS:
        return False  # «معالي السيد وزير …»
    return names.lookup(line.text(last)).given >= _OFTEN


def is_bounded(line: Line, at: int, after: int) -> bool:
    """A name between commas: it begins with a given name, or what follows it ends the phrase."""
    if names.is_given(line.text(at)):
        return True
    return after >= len(line) or line.words[after].is_mark or names.is_stop(line.text(after))


def joins_parts(line: Line, at: int) -> bool:
    """Whether a particle of names at `at` is followed by the word that it joins."""
    after = at + 1
    if after >= len(line) or line.words[after].is_mark:
        return False
    text = line.text(after)
    if line.head(after) and after + 1 in line.places:
        return False  # «شيخ با سفير موريتانيا»
    return text in names.PARTICLES or not names.is_stop(text) or names.lookup(text).given > 0


def _ends(line: Line, at: int) -> bool:
    """Whether a name may end before `at`."""
    if at >= len(line) or line.words[at].is_mark:
        return True
    return names.is_stop(line.text(at)) or bool(line.courtesy(at) or line.head(at))
