"""Finds where quoted words stand in a text."""

from __future__ import annotations

import re
from itertools import islice

_WORD = re.compile(r"\S+")


def place_of(quote: str, text: str) -> tuple[int, int] | None:
    """Start and end of the first place with these words, whatever white space is between them; None if there is
    none, or the quotation is empty. It takes linear time: a regular expression could try again from each word.
    """
    sought, searched = " ".join(quote.split()), " ".join(text.split())
    start = searched.find(sought)
    if start < 0 or not sought:
        return None

    def in_text(place: int) -> int:
        begin = searched.rfind(" ", 0, place) + 1
        word = next(islice(_WORD.finditer(text), searched.count(" ", 0, place), None))
        return word.start() + place - begin

    return in_text(start), in_text(start + len(sought) - 1) + 1
