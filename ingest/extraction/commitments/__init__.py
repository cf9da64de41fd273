"""What somebody is now to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ingest.extraction.document import Document, EventScope
    from ingest.extraction.schema import Commitment, Participant


def find_commitments(
    doc: Document, scope: EventScope, people: tuple[Participant, ...], event_date: date | None
) -> tuple[Commitment, ...]:
    """Commitments in the order of the text."""
    return ()
