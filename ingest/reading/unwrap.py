"""Undo the line wraps of plain text: mail programs end a line at a fixed column, writers at a paragraph's end.

A line was wrapped if the next one's first word found no room in it. By chance that is true of one line here and there,
so only a text is touched in which it is true of line after line.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from ingest.reading.reflow import BROKEN_WORD, ITEM_START, SENTENCE_END

# «م.» and «د.» before a name end no sentence.
_ABBREVIATED = re.compile(r"(^|\W)\w\.$")

Measure = Callable[[str], int]
_MIN_WRAPS = 3
_MIN_SHARE = 0.3
# In so many columns left free at the end of a sentence, the writer ended the line, however long the next word is.
_ROOM = 12
# Columns count characters, or the bytes of UTF-8, in which an Arabic letter has two.
_COLUMNS: tuple[tuple[Measure, int, int], ...] = (
    (len, 50, 130),
    (lambda line: len(line.encode("utf-8", "replace")), 60, 210),
)
# Quotations, headings and addresses have lines of their own, however long they are.
_OWN_LINE = re.compile(r"^[ \t]*(>|#|!\[|\S*://)")


def unwrap(text: str) -> str:
    """`text` with each paragraph on one line where its lines were wrapped at a column; else as it is."""
    lines = [line.rstrip(" \t\r\u00a0") for line in text.split("\n")]
    for measure, least, most in _COLUMNS:
        for column in _columns(lines, measure):
            wrap = _Wrap(column, measure)
            if least <= column <= most and wrap.made(lines):
                return "\n".join(replace(wrap, spaced=wrap.is_spaced(lines)).undone(lines))
    return text


def _columns(lines: list[str], measure: Measure) -> list[int]:
    """Where the lines may have been wrapped: at the longest, or at the longest but a few odd ones."""
    widths = sorted(measure(line) for line in lines if " " in line.strip())
    return [widths[-1], widths[max(0, int(len(widths) * 0.95) - 1)]] if widths else []


@dataclass(frozen=True, slots=True)
class _Wrap:
    """A wrap at `column`. `spaced`: blank lines part the paragraphs, so a sentence may end where a line does."""

    column: int
    measure: Measure
    spaced: bool = True

    def is_spaced(self, lines: list[str]) -> bool:
        """Whether the paragraphs are parted by blank lines more often than not."""
        pairs = list(itertools.pairwise(lines))
        blank = sum(1 for line, following in pairs if line and not following)
        return blank > sum(
            1 for line, following in pairs if line and following and not self._continues(line, following)
        )

    def made(self, lines: list[str]) -> bool:
        """Whether most of the lines that it would have made follow one upon the other, and they are no rarity."""
        pairs = [(line, following) for line, following in itertools.pairwise(lines) if line and following]
        wraps = [self._continues(line, following) for line, following in pairs]
        count = sum(wraps)
        if count < _MIN_WRAPS or count < _MIN_SHARE * len(pairs):
            return False
        around = zip([False, *wraps[:-1]], wraps, [*wraps[1:], False], strict=True)
        in_rows = sum(here and (before or after) for before, here, after in around)
        return count >= 2 * _MIN_SHARE * len(pairs) or in_rows >= count / 2

    def undone(self, lines: list[str]) -> list[str]:
        """The lines as their writer ended them."""
        out = [lines[0]]
        for line, following in itertools.pairwise(lines):
            if line and following.strip() and self._continues(line, following):
                # A Latin word with a hyphen of its own is broken at it: no space belongs there.
                space = "" if BROKEN_WORD.search(line) else " "
                out[-1] += space + following.strip()
            else:
                out.append(following)
        return out

    def _continues(self, line: str, following: str) -> bool:
        """Whether `following` began a new line only because its first word had no room in `line`."""
        width = self.measure(line)
        if width > self.column or ITEM_START.match(following) or _OWN_LINE.match(following):
            return False
        ends = SENTENCE_END.search(line) and not _ABBREVIATED.search(line)
        if ends and (not self.spaced or self.column - width > _ROOM):
            return False
        return width + 1 + self.measure(following.split(maxsplit=1)[0]) > self.column
