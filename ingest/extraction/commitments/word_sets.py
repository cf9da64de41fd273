"""The small closed sets of words that the reading of commitments turns on."""

from __future__ import annotations

from functools import cache

from arabic.folding import fold
from ingest.extraction.tables import rows


@cache
def word_set(name: str) -> frozenset[str]:
    """A closed set of words from the table `task_words`."""
    return frozenset(word for row in rows("task_words") if row[0] == fold(name) for word in row[1].split())
