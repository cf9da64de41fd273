"""Undoes soft line wraps: lines that were broken at the margin are joined, paragraphs are kept.

Otherwise phrases that a wrap cuts are not found: on wrapped text, nine of ten commitments were lost.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from statistics import median

SENTENCE_END = re.compile(r"[.؟!?:؛…][\"'”»)\]\s\u200f\u200e]*$")
BROKEN_WORD = re.compile(r"[A-Za-z][-\u2010]$")
ITEM_START = re.compile(r"^\s*(?:[-–—•●▪■◦*·]\s|[0-9٠-٩]{1,2}\s?[-.)]\s|#)")
# A line on which the next word would have found this much of the usual width free was ended by its writer.
_FULL = 0.82


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line as set on a page. `baseline` in points from the bottom, None if unknown; `size` in points."""

    text: str
    page: int
    baseline: float | None = None
    size: float = 0.0


def reflow(lines: list[PageLine]) -> str:
    """Paragraphs from `lines` in reading order, separated by a blank line, each on one line."""
    lines = [line for line in lines if line.text.strip()]
    if not lines:
        return ""
    width = _usual_width(lines)
    gap = _usual_gap(lines)
    out = [lines[0].text.strip()]
    for before, line in itertools.pairwise(lines):
        if _continues(before, line, width=width, gap=gap):
            # A word with a hyphen of its own (Bu-Sneina) is broken at it: no space belongs there.
            space = "" if BROKEN_WORD.search(out[-1]) else " "
            out[-1] = f"{out[-1]}{space}{line.text.strip()}"
        else:
            out.append(line.text.strip())
    return "\n\n".join(out)


def _continues(before: PageLine, line: PageLine, *, width: float, gap: float) -> bool:
    """Whether `line` is the rest of the paragraph that `before` belongs to."""
    first, second = before.text.strip(), line.text.strip()
    if ITEM_START.match(second) or _differ_in_size(before, line):
        return False
    full = len(first) + 1 + len(second.split(maxsplit=1)[0]) >= _FULL * width
    step = _step(before, line)
    if step is not None and gap:
        return full and step <= 1.35 * gap
    return full and not (SENTENCE_END.search(first) and before.page != line.page)


def _differ_in_size(before: PageLine, line: PageLine) -> bool:
    return bool(before.size and line.size) and abs(before.size - line.size) > 0.12 * max(
        before.size, line.size
    )


def _step(before: PageLine, line: PageLine) -> float | None:
    """How far `line` stands below `before`, in points; None across pages and columns."""
    if before.page != line.page or before.baseline is None or line.baseline is None:
        return None
    step = before.baseline - line.baseline
    return step if step > 0 else None


def _usual_gap(lines: list[PageLine]) -> float:
    """The distance of two lines of one paragraph: the lower middle of all steps, 0 where nothing is known."""
    steps = [step for before, line in itertools.pairwise(lines) if (step := _step(before, line))]
    full = sorted(step for step in steps if step > 4)
    return full[len(full) // 3] if full else 0.0


def _usual_width(lines: list[PageLine]) -> float:
    """Characters in a full line: near the longest, but not the one odd long one."""
    widths = sorted(len(line.text.strip()) for line in lines)
    longest = widths[max(0, len(widths) - 1 - len(widths) // 10)]
    return max(float(longest), median(widths))
