"""Reads the word tables in `data/`: UTF-8, tab separated, `#` starts a comment line.

Every cell is folded at load (`arabic.folding.fold`), so tables may be written as people write.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from arabic.folding import fold

Row = tuple[str, ...]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of `data/<name>.tsv`, cells stripped and folded, trailing ` # note` dropped."""
    return tuple(tuple(fold(cell) for cell in row) for row in raw_rows(name))


@cache
def raw_rows(name: str) -> tuple[Row, ...]:
    """As `rows`, cells as written: for codes and for words whose hamza matters."""
    text = files(__package__).joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    out = []
    for line in text.splitlines():
        line = line.split(" # ")[0].rstrip()
        if line and not line.startswith("#"):
            out.append(tuple(cell.strip() for cell in line.split("\t")))
    return tuple(out)


@cache
def words(name: str) -> frozenset[str]:
    """The first column of a table, folded: for plain word lists."""
    return frozenset(row[0] for row in rows(name))
