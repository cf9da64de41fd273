"""Dates named in a text, resolved against the day it came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.extraction.document import Document


def find_dates(doc: Document) -> None:
    """Fills `doc.dates`."""
    doc.dates = ()
