"""Names in quotation marks: «التقى الوزير "أحمد علي"»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.name_spans import QUOTED, NameReader
from ingest.extraction.words import CLOSING

if TYPE_CHECKING:
    from ingest.extraction.line import Line


def quoted_name(line: Line, index: int) -> tuple[int, int, int] | None:
    """A name within the quotation marks that open at `index`: first word, after last word, after closing mark."""
    close = CLOSING.get(line.text(index), "")
    first = index + 1
    end = NameReader(line, first, QUOTED).end()
    if end is None or end >= len(line):
        return None
    after = end + (line.text(end) in ".،" and end + 1 < len(line))
    if line.text(after) not in close or not close:
        return None
    return first, end, after + 1
