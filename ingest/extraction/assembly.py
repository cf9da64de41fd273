"""Puts the record of each event together from what the finders found in its part of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.extraction.commitments import find_commitments
from ingest.extraction.organizations import find_organizations
from ingest.extraction.people import find_people
from ingest.extraction.schema import Engagement, Value
from ingest.extraction.topics import find_topics

if TYPE_CHECKING:
    from datetime import date

    from ingest.extraction.document import Document, EventScope


def assemble(doc: Document, scopes: tuple[EventScope, ...]) -> list[Engagement]:
    """One engagement a scope."""
    return [_engagement(doc, scope) for scope in scopes]


def _engagement(doc: Document, scope: EventScope) -> Engagement:
    people = find_people(doc, scope)
    day: date | None = None
    return Engagement(
        kind=Value(scope.kind, doc.span(scope.trigger, scope.trigger + 1), scope.rule, scope.band),
        primary=scope.primary,
        status=Value("planned" if scope.planned else "held"),
        participants=people,
        organizations=find_organizations(doc, scope, people),
        topics=find_topics(doc, scope),
        commitments=find_commitments(doc, scope, people, day),
    )
