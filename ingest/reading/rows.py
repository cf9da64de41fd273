"""Lines that a writer stretched until their words stood far apart, put together again.

LibreOffice stretches a justified line that ends with a forced break over the whole width; its words then look like
the cells of a table, and are read column by column. Real columns are left alone: two beside each other (letterheads,
signatures), and those whose lines are whole lines.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.reading.reflow import PageLine

_SAME = 2.0
"""Lines whose baselines differ by no more points stand in one row."""
_MIN_PIECES = 3
_MAX_WORDS = 5
_MEAN_WORDS = 2.5


def joined(lines: list[PageLine]) -> list[PageLine]:
    """The lines of one page in reading order, each stretched row one line."""
    columns = _columns(lines)
    out = columns[0] if columns else []
    at = 1
    while at < len(columns):
        pieces, taken = _pieces(out, columns[at:])
        rows = _rows(pieces)
        if _is_stretched(rows):
            inside = {id(piece) for piece in pieces}
            out = [line for line in out if id(line) not in inside]
            out += [_one(row) for row in rows]
            out += [line for column in columns[at : at + taken] for line in column if id(line) not in inside]
            at += taken
        else:
            out += columns[at]
            at += 1
    return out


def _columns(lines: list[PageLine]) -> list[list[PageLine]]:
    """Cut where the next line stands no lower than the one before."""
    columns: list[list[PageLine]] = []
    above = 0.0
    for line in lines:
        here = line.baseline or 0.0
        if not columns or here > above - _SAME:
            columns.append([])
        columns[-1].append(line)
        above = here
    return columns


def _pieces(before: list[PageLine], columns: list[list[PageLine]]) -> tuple[list[PageLine], int]:
    """What stands as high as the end of `before` and the heads of `columns`, and how many columns that takes in."""
    top = max(line.baseline or 0.0 for line in columns[0]) + _SAME
    bottom = (before[-1].baseline or 0.0) - _SAME
    pieces = [line for line in before if bottom <= (line.baseline or 0.0) <= top]
    taken = 0
    for column in columns:
        inside = [line for line in column if bottom <= (line.baseline or 0.0) <= top]
        if not inside or inside[0] is not column[0]:
            break
        pieces += inside
        taken += 1
        if len(inside) < len(column):
            break
    return pieces, taken


def _rows(pieces: list[PageLine]) -> list[list[PageLine]]:
    """Pieces by baseline, from the top; within a row in reading order."""
    rows: list[list[PageLine]] = []
    for piece in pieces:
        for row in rows:
            if abs((row[0].baseline or 0.0) - (piece.baseline or 0.0)) <= _SAME:
                row.append(piece)
                break
        else:
            rows.append([piece])
    return sorted(rows, key=lambda row: -(row[0].baseline or 0.0))


def _is_stretched(rows: list[list[PageLine]]) -> bool:
    words = [len(piece.text.split()) for row in rows if len(row) > 1 for piece in row]
    return (
        bool(words)
        and max(map(len, rows)) >= _MIN_PIECES
        and max(words) <= _MAX_WORDS
        and sum(words) <= _MEAN_WORDS * len(words)
    )


def _one(row: list[PageLine]) -> PageLine:
    return replace(row[0], text=" ".join(piece.text for piece in row))
