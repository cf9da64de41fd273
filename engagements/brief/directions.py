"""Cuts text into runs of one direction, which Word needs to be marked."""

from __future__ import annotations

import re

_ARABIC = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_LETTERS = re.compile(rf"(?P<right>[{_ARABIC}]+)|[^\W\d_{_ARABIC}]+")


def runs_of(text: str, *, right: bool) -> list[tuple[str, bool]]:
    """The pieces of the text, each with whether it runs from right to left. `right` is the direction of the
    paragraph.

    Digits and signs have the direction of the letters on both sides if these agree, else that of the paragraph.
    """
    pieces: list[tuple[str, bool]] = []
    begin, before = 0, right
    end = 0
    for letters in _LETTERS.finditer(text):
        here = letters.lastgroup == "right"
        if here != before:
            # Between two directions, digits and signs get the direction of the paragraph.
            cut = end if before != right else letters.start()
            if cut > begin:
                pieces.append((text[begin:cut], before))
            if letters.start() > cut:
                pieces.append((text[cut : letters.start()], right))
            begin, before = letters.start(), here
        end = letters.end()
    if before != right and end < len(text):
        pieces += [(text[begin:end], before), (text[end:], right)]
    elif begin < len(text):
        pieces.append((text[begin:], before))
    return pieces
