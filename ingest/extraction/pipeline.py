"""From text to reading: an ordered list of stages, run by one loop."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.extraction.assembly import assemble
from ingest.extraction.composing import compose
from ingest.extraction.dates import find_dates
from ingest.extraction.document import Document, Home
from ingest.extraction.english import read_events
from ingest.extraction.events import find_events
from ingest.extraction.mentions import find_persons
from ingest.extraction.opening import open_document
from ingest.extraction.places import find_cities, find_countries
from ingest.extraction.schema import Engagement, Reading

if TYPE_CHECKING:
    from datetime import date

Stage = Callable[[Document], None]

MENTION_STAGES: tuple[Stage, ...] = (find_countries, find_cities, find_dates)


def read(text: str, *, home: Home, published: date | None = None) -> Reading:
    """What `text` says, for the register of `home`. Accepts any text; offsets count characters of `text`."""
    watched = gc.isenabled()
    gc.disable()  # nothing is left in cycles here: it would look through all that is in use and find none of it free
    try:
        return _read(text, home, published)
    finally:
        if watched:
            gc.enable()


def _read(text: str, home: Home, published: date | None) -> Reading:
    doc = open_document(text, home, published)
    for stage in MENTION_STAGES:
        stage(doc)
    if doc.language != "en":  # English names are found by the English reader itself
        find_persons(doc)
    engagements = _engagements(doc)
    doc.close()
    day = published.isoformat() if published else None
    return Reading(home.country, day, doc.language, engagements)


def _engagements(doc: Document) -> tuple[Engagement, ...]:
    out = []
    told = read_events(doc) if doc.language == "en" else assemble(doc, find_events(doc))
    for engagement in told:
        title, summary = compose(engagement, doc.language)
        out.append(replace(engagement, title=title, summary=summary))
    return tuple(out)
