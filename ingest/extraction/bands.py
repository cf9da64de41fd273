"""How far a rule may be trusted, as measured and kept in the table `rule_bands`."""

from __future__ import annotations

from functools import cache

from ingest.extraction.schema import Band
from ingest.extraction.tables import raw_rows


def band_of(rule: str) -> Band:
    """The band of a rule; one that is not in the table is to be checked."""
    return _bands().get(rule, Band.CHECK)


@cache
def _bands() -> dict[str, Band]:
    return {row[0]: Band(row[1]) for row in raw_rows("rule_bands")}
