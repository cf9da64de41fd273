"""The people who took part in an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope
    from ingest.extraction.schema import Participant


def find_people(doc: Document, scope: EventScope) -> tuple[Participant, ...]:
    """Participants in the order of the text."""
    return ()
