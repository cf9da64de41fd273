"""Countries and cities named in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.extraction.document import Document


def find_countries(doc: Document) -> None:
    """Fills `doc.countries`."""
    doc.countries = ()


def find_cities(doc: Document) -> None:
    """Fills `doc.cities`."""
    doc.cities = ()
