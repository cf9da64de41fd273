"""Undo the line wraps of plain text: mail programs end a line at a fixed column, writers at a paragraph's end.

A line was wrapped if the next one's first word found no room in it. Only a text in which most lines were is touched.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from ingest.reading.reflow import BROKEN_WORD, ITEM_START

Measure = Callable[[str], int]
_MIN_WRAPS = 3
_MIN_SHARE = 0.6
# Columns count characters, or the bytes of UTF-8, in which an Arabic letter has two.
_COLUMNS: tuple[tuple[Measure, int, int], ...] = (
    (len, 40, 130),
    (lambda line: len(line.encode("utf-8", "replace")), 60, 210),
)
_QUOTED = re.compile(r"^[ \t]*>")


def unwrap(text: str) -> str:
    """`text` with each paragraph on one line where its lines were wrapped at a column; else as it is."""
    lines = [line.rstrip(" \t\r\u00a0") for line in text.split("\n")]
    for measure, least, most in _COLUMNS:
        for column in _columns(lines, measure):
            if least <= column <= most and _is_wrapped_at(lines, column, measure):
                return "\n".join(_joined(lines, column, measure))
    return text


def _columns(lines: list[str], measure: Measure) -> list[int]:
    """Where the lines may have been wrapped: at the longest, or at the longest but a few odd ones."""
    widths = sorted(measure(line) for line in lines if " " in line.strip())
    return [widths[-1], widths[max(0, int(len(widths) * 0.95) - 1)]] if widths else []


def _is_wrapped_at(lines: list[str], column: int, measure: Measure) -> bool:
    pairs = [(line, following) for line, following in itertools.pairwise(lines) if line and following]
    wraps = sum(_continues(line, following, column, measure) for line, following in pairs)
    return wraps >= _MIN_WRAPS and wraps >= _MIN_SHARE * len(pairs)


def _continues(line: str, following: str, column: int, measure: Measure) -> bool:
    """Whether `following` began a new line only because its first word had no room in `line`."""
    if ITEM_START.match(following) or _QUOTED.match(following) or measure(line) > column:
        return False
    return measure(line) + 1 + measure(following.split(maxsplit=1)[0]) > column


def _joined(lines: list[str], column: int, measure: Measure) -> list[str]:
    out = [lines[0]]
    for line, following in itertools.pairwise(lines):
        if line and following.strip() and _continues(line, following, column, measure):
            # A Latin word with a hyphen of its own is broken at it: no space belongs there.
            space = "" if BROKEN_WORD.search(line) else " "
            out[-1] += space + following.strip()
        else:
            out.append(following)
    return out
