"""Corrects what recognition regularly misreads in Arabic lines, where only one reading makes sense."""

from __future__ import annotations

import re

_ARABIC = "\u0621-\u064a"
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_IS_ARABIC = re.compile(f"[{_ARABIC}]{{2}}")
# Arabic has its own comma, semicolon and question mark; tesseract gives the Latin ones.
_LATIN_MARK = re.compile(r"(?<![A-Za-z0-9])([,;?])(?![A-Za-z0-9])")
_ARABIC_MARK = {",": "،", ";": "؛", "?": "؟"}
# A comma that looks like a hamza: no word is a lone hamza, and none has one after these letters.
_LONE_HAMZA = re.compile(r"(?<=\s)\u0621(?=\s)")
_IMPOSSIBLE_HAMZA = re.compile("(?<=[\u0629\u0649])\u0621(?=\\s|$)")


def corrected(line: str) -> str:
    """One recognised line, with the punctuation of its script and without marks of direction."""
    line = _MARKS.sub("", line)
    if not _IS_ARABIC.search(line):
        return line
    line = _LATIN_MARK.sub(lambda mark: _ARABIC_MARK[mark.group(1)], line)
    line = _IMPOSSIBLE_HAMZA.sub("،", _LONE_HAMZA.sub("،", line))
    return _closing_marks(line)


def _closing_marks(line: str) -> str:
    """A closing quotation mark at the end of a word that no opening one precedes was a comma."""
    if "«" in line:
        return line
    return re.sub(r"(?<=\w)»(?=\s|$)", "،", line)
