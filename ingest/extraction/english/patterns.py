"""The regular expressions of the English reader, from the table `en_patterns`."""

from __future__ import annotations

import re
from functools import cache

from ingest.extraction.tables import raw_rows


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The expression of that name, compiled."""
    return re.compile(_expressions()[name])


@cache
def _expressions() -> dict[str, str]:
    return {row[0]: row[1] for row in raw_rows("en_patterns")}
