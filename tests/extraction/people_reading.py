"""Reads people and institutions out of invented sentences, for the tests of their rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.document import Document, EventScope, Home
from ingest.extraction.mentions import find_persons
from ingest.extraction.opening import open_document
from ingest.extraction.organizations import find_organizations
from ingest.extraction.people import find_people
from ingest.extraction.pipeline import MENTION_STAGES

if TYPE_CHECKING:
    from ingest.extraction.schema import Participant


def opened(text: str, home: str = "LY") -> Document:
    """`text` with all mentions found."""
    doc = open_document(text, Home(home), None)
    for stage in MENTION_STAGES:
        stage(doc)
    find_persons(doc)
    return doc


def whole(doc: Document, kind: str = "meeting") -> EventScope:
    """The whole text as one event that its first sentence of body tells."""
    body = tuple(sentence for sentence in doc.sentences if sentence.block.kind == "body") or doc.sentences
    return EventScope(kind, body, body[0], body[0].start)


def participants(text: str, home: str = "LY") -> tuple[Participant, ...]:
    """Who took part in the one event of `text`."""
    doc = opened(text, home)
    return find_people(doc, whole(doc))


def people(text: str, home: str = "LY") -> list[tuple[str | None, str | None]]:
    """Name and title of each."""
    return [(person.name.value, person.role.value) for person in participants(text, home)]


def countries(text: str, home: str = "LY") -> list[str | None]:
    """The country of each."""
    return [person.country.value for person in participants(text, home)]


def institutions_of(text: str, home: str = "LY") -> list[str]:
    """The organisations of the one event of `text`."""
    doc = opened(text, home)
    scope = whole(doc)
    return [org.value for org in find_organizations(doc, scope, find_people(doc, scope))]
