"""What PDF writers do to single lines of Arabic, undone: filler inside stretched words, spaces lost after tanwin."""

from __future__ import annotations

import re

# What writers put between letters when they stretch a line: no font has a letter for it.
_FILLER = re.compile("\ufffd|\\(cid:\\d+\\)")
# A word ends with its tanwin: where a letter follows at once, the space between was lost.
_LOST_SPACE = re.compile("(\u0627\u064b|\u064b\u0627|\u0649\u064b|\u0629[\u064b-\u064d])(?=[\u0621-\u064a])")


def repaired(line: str) -> str:
    """One line of a text layer in logical order, without filler, with the spaces that were lost."""
    return _LOST_SPACE.sub(r"\1 ", _FILLER.sub("", line)).strip()
