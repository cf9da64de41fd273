"""Folds Arabic (and Latin) text to one form, in which spellings are compared.

Every table, text and search key goes through `fold`, so spelling is normalised in one place only. What separates
words (punctuation, spaces, line ends) is kept one to one. Only characters without width or sound are deleted:
tashkeel, tatweel, bidirectional marks and the replacement characters that PDF readers leave inside words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# One to one: letters that are confused in writing, and Persian letters for the Arabic ones that they stand for.
_LETTERS = dict(zip("أإآٱىئؤةکیگپچڤژەہھۀٹڈړںےۃ", "ااااييوهكيكبجفزههههتدرنيه", strict=True))
_SPACES = dict.fromkeys("_\u00a0\u2007\u202f\t\u2009\u2002\u2003\u3000", " ")
_DELETED = dict.fromkeys(
    "ـ\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufffd\u061c\u00ad\r",
    "",
)
_MANY = 60  # letters to look for: beyond that it is faster to go through the text once


class _Table(dict[str, str]):
    """What each character folds to; computed when it first occurs and then remembered."""

    def __missing__(self, char: str) -> str:
        folded = self[char] = _fold_char(char)
        return folded


def _fold_char(char: str) -> str:
    if unicodedata.category(char) in ("Mn", "Cc") and char != "\n":
        return ""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if "\ufb50" <= char <= "\ufefc" and (shown := unicodedata.normalize("NFKC", char)) != char:
        return "".join([_TABLE[piece] for piece in shown])  # a presentation form: lam-alef shows two letters
    lower = char.lower()
    return lower if len(lower) == 1 else char


_TABLE = _Table(_LETTERS | _SPACES | _DELETED)
# Matches the characters that may fold to something else: all but the plain letters, digits and marks of which most
# texts consist.
_PLAIN = [char for char in map(chr, (*range(0x20, 0x7F), *range(0x621, 0x64B))) if _TABLE[char] == char]
_OTHER = re.compile(f"[^{re.escape(''.join(_PLAIN))}\n«»،؛؟–]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and, for each of its characters, the half-open source range `starts[i]`, `ends[i]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets of `text[start:end]`; vowel marks over its last letter are included."""
        if end <= start:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> str:
    """The text with spelling variants made equal; the words and their order do not change."""
    return _replaced(text, _changing(text))


def _changing(text: str) -> list[str]:
    """The different characters of a text that fold to something else."""
    return [char for char in set(_OTHER.findall(text)) if _TABLE[char] != char]


def _replaced(text: str, changing: list[str]) -> str:
    if len(changing) > _MANY:
        table = _TABLE
        return "".join([table[char] for char in text])
    for char in changing:  # what a letter folds to folds to itself, so their order is all one
        text = text.replace(char, _TABLE[char])
    return text


def _found(text: str, chars: set[str]) -> list[int]:
    """The positions of these characters, in order."""
    if len(chars) > _MANY:
        return [at for at, char in enumerate(text) if char in chars]
    found = []
    for char in chars:
        at = text.find(char)
        while at >= 0:
            found.append(at)
            at = text.find(char, at + 1)
    found.sort()
    return found


def fold_with_offsets(text: str) -> Folded:
    """As `fold`, with the source range of each character. Takes linear time."""
    table = _TABLE
    changing = _changing(text)
    uneven = {char for char in changing if len(table[char]) != 1}
    if not uneven:
        return Folded(_replaced(text, changing), range(len(text)), range(1, len(text) + 1))
    offsets = list(range(len(text) + 1))  # made once: slices of it are faster than further ranges
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for at in _found(text, uneven):
        starts.extend(offsets[done:at])
        ends.extend(offsets[done + 1 : at + 1])
        done = at + 1
        pieces = len(table[text[at]])
        if pieces:
            starts.extend([at] * pieces)
            ends.extend([at + 1] * pieces)
        elif ends and ends[-1] == at and unicodedata.category(text[at]) == "Mn":
            ends[-1] = at + 1
    starts.extend(offsets[done:-1])
    ends.extend(offsets[done + 1 :])
    return Folded(_replaced(text, changing), starts, ends)
