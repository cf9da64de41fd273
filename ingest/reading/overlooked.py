"""Finds where recognition skipped a part of a page or read it twice: tesseract silently loses lines and halves of
lines.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from PIL import Image
from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterator

_CELL = 8
"""Ink is looked for in squares of so many pixels."""
_INKY = 12
_DARK = 128
_MARGIN = 3
_GAP = 4
"""So many empty squares part two strips that stand in one row."""
_NEAR = 2.5
_SHARED = 0.6
_ALIKE = 65.0
"""How like the words of a strip are, 0 to 100, to words in the lines about it, if they are the same."""
MOST = 12
"""Strips of one page that are worth the time; a page with more is a picture."""


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word and where it stands, in pixels from the upper left corner."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float

    def moved(self, right: int, down: int) -> Word:
        return replace(
            self,
            left=self.left + right,
            right=self.right + right,
            top=self.top + down,
            bottom=self.bottom + down,
        )


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of a line that nobody read, and where its upper left corner is on the page."""

    image: Image.Image
    left: int
    top: int


def strips(page: Image.Image, lines: list[list[Word]]) -> list[Strip]:
    """Regions as high as a line and wide enough for a word that none of the words of `lines` covers."""
    words = [word for line in lines for word in line]
    if not words:
        return []
    height = median(word.bottom - word.top for word in words)
    cells = _uncovered(page, words)
    found = [
        _cut(page, box, height)
        for box in _boxes(cells)
        if 0.4 * height <= box[3] - box[1] <= 2.5 * height and box[2] - box[0] >= 1.5 * height
    ]
    return found if len(found) <= MOST else []


def _uncovered(page: Image.Image, words: list[Word]) -> Image.Image:
    """A small picture of where ink is that belongs to no word."""
    ink = page.point(lambda grey: 255 if grey < _DARK else 0)
    for word in words:
        ink.paste(0, (word.left - _MARGIN, word.top - _MARGIN, word.right + _MARGIN, word.bottom + _MARGIN))
    return ink.resize((max(1, page.width // _CELL), max(1, page.height // _CELL)), Image.Resampling.BOX)


def _boxes(cells: Image.Image) -> Iterator[tuple[int, int, int, int]]:
    """Runs of inky rows, and in each its runs of inky columns, as boxes in pixels of the page."""
    for top, bottom in _runs(_inky(cells, rows=True), gap=0):
        band = cells.crop((0, top, cells.width, bottom))
        for left, right in _runs(_inky(band, rows=False), gap=_GAP):
            yield left * _CELL, top * _CELL, right * _CELL, bottom * _CELL


def _inky(cells: Image.Image, *, rows: bool) -> list[bool]:
    """Which rows, or columns, hold an inky square."""
    marked = cells.point(lambda density: 255 if density >= _INKY else 0)
    lines = marked if rows else marked.transpose(Image.Transpose.TRANSPOSE)
    data, width = lines.tobytes(), lines.width
    return [any(data[at : at + width]) for at in range(0, len(data), width)]


def _runs(marks: list[bool], *, gap: int) -> list[tuple[int, int]]:
    """Beginnings and ends of the runs of True, those with at most `gap` others between them as one."""
    runs: list[tuple[int, int]] = []
    for marked, group in groupby(enumerate(marks), key=lambda pair: pair[1]):
        places = [place for place, _ in group]
        if not marked:
            continue
        if runs and places[0] - runs[-1][1] <= gap:
            runs[-1] = (runs[-1][0], places[-1] + 1)
        else:
            runs.append((places[0], places[-1] + 1))
    return runs


def _cut(page: Image.Image, box: tuple[int, int, int, int], height: float) -> Strip:
    """The strip with the room that its letters need above and below, on white."""
    room = int(0.3 * height)
    left, top = max(0, box[0] - room), max(0, box[1] - room)
    part = page.crop((left, top, min(page.width, box[2] + room), min(page.height, box[3] + room)))
    border = 2 * room
    image = Image.new("L", (part.width + 2 * border, part.height + 2 * border), 255)
    image.paste(part, (border, border))
    return Strip(image, left - border, top - border)


def without_twins(lines: list[list[Word]]) -> list[list[Word]]:
    """The lines without those that were read twice from the same place; of two, the one with the higher mean
    confidence stays.
    """
    kept: list[list[Word]] = []
    for line in lines:
        twin = next((other for other in kept[-2:] if _are_twins(other, line)), None)
        if twin is None:
            kept.append(line)
        elif _sureness(line) > _sureness(twin):
            kept[kept.index(twin)] = line
    return kept


def _are_twins(first: list[Word], second: list[Word]) -> bool:
    boxes = [(min(word.top for word in line), max(word.bottom for word in line)) for line in (first, second)]
    shared = min(bottom for _, bottom in boxes) - max(top for top, _ in boxes)
    if shared < _SHARED * min(bottom - top for top, bottom in boxes):
        return False
    texts = (" ".join(word.text for word in line) for line in (first, second))
    return fuzz.partial_ratio(*texts) >= _ALIKE


def _sureness(line: list[Word]) -> float:
    return sum(word.confidence * len(word.text) for word in line) / sum(len(word.text) for word in line)


def put_in(lines: list[list[Word]], strip: list[Word], *, right_to_left: bool) -> list[list[Word]]:
    """`lines` with the words of a strip: inserted into the line at the same height, or as a line of their own.

    Unchanged if these words were read already: tesseract sometimes gives wrong positions.
    """
    middle = median((word.top + word.bottom) / 2 for word in strip)
    if _is_there(lines, strip, middle):
        return lines
    for at, line in enumerate(lines):
        if min(word.top for word in line) <= middle <= max(word.bottom for word in line):
            return [*lines[:at], _within(line, strip, right_to_left=right_to_left), *lines[at + 1 :]]
    above = sum(median((word.top + word.bottom) / 2 for word in line) < middle for line in lines)
    return [*lines[:above], strip, *lines[above:]]


def _is_there(lines: list[list[Word]], strip: list[Word], middle: float) -> bool:
    height = max(word.bottom for word in strip) - min(word.top for word in strip)
    near = [
        word.text
        for line in lines
        if abs(median((word.top + word.bottom) / 2 for word in line) - middle) <= _NEAR * height
        for word in line
    ]
    return fuzz.partial_ratio(" ".join(word.text for word in strip), " ".join(near)) >= _ALIKE


def _within(line: list[Word], strip: list[Word], *, right_to_left: bool) -> list[Word]:
    place = _centre(strip)
    before = [word for word in line if (_centre([word]) > place) == right_to_left]
    return [*before, *strip, *(word for word in line if word not in before)]


def _centre(words: list[Word]) -> float:
    return (min(word.left for word in words) + max(word.right for word in words)) / 2
