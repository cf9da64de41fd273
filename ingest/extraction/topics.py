"""What an event was about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope
    from ingest.extraction.schema import Value


def find_topics(doc: Document, scope: EventScope) -> tuple[Value[str], ...]:
    """One to five topic codes of the guide, the weightiest first."""
    return ()
