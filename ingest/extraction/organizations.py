"""The institutions that took part in an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.extraction.document import Document, EventScope
    from ingest.extraction.schema import Participant, Value


def find_organizations(
    doc: Document, scope: EventScope, people: tuple[Participant, ...]
) -> tuple[Value[str], ...]:
    """Organisations in the order of the text."""
    return ()
