"""Finds the numbers that a text mentions, in digits or in words, to tell whether two accounts count the same."""

from __future__ import annotations

import re
from functools import cache

from arabic.folding import fold
from engagements.tables import rows

_WORD = re.compile(r"\d+(?:[.٫]\d+)?|[^\W\d_]+")
_GROUPED = re.compile(r"(?<=\d)[,٬](?=\d{3}(?!\d))")
_TEN, _HUNDRED = 10, 100


def numbers_in(text: str) -> frozenset[float]:
    """The numbers in the text: `24`, `أربعة وعشرين` and `أربعة و عشرين` all give 24, `ثلاثة آلاف` gives 3000.

    Of prefixes, only و is taken off a word.
    """
    found: list[float] = []
    going = linked = False
    for word in _WORD.findall(_GROUPED.sub("", fold(text))):
        if word == "و":
            linked = going
            continue
        value = _value(word)
        if value is None and word.startswith("و"):
            value, linked = _value(word[1:]), going
        if value is None:
            going = linked = False
        elif linked or (going and value == _TEN):
            found[-1] += value
        elif going and value >= _HUNDRED:
            found[-1] *= value
        else:
            found.append(value)
        going, linked = value is not None, False
    return frozenset(found)


def _value(word: str) -> float | None:
    return float(word.replace("٫", ".")) if word[0].isdigit() else _words().get(word)


@cache
def _words() -> dict[str, float]:
    return {fold(word): float(value) for word, value in rows("number_words.tsv")}
