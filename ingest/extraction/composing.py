"""Title and summary of an engagement, put together from its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.extraction.schema import Engagement


def compose(engagement: Engagement, language: str) -> tuple[str, str]:
    """Title and summary, in Arabic, or in English for an English release."""
    return "", ""
