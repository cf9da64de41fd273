"""Writes the table of a benchmark into the page of docs/ about it."""

from __future__ import annotations

from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


def write_table(page: str, name: str, table: str) -> None:
    """Replaces what is between `<!-- name -->` and `<!-- /name -->` in `docs/<page>`. Raises ValueError if either
    mark is missing.
    """
    path = DOCS / page
    text = path.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"docs/{page} needs one {begin} and one {end}")
    head, _, rest = text.partition(begin)
    path.write_text(f"{head}{begin}\n{table}\n{end}{rest.partition(end)[2]}", encoding="utf-8")
