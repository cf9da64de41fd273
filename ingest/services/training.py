"""Training examples for the reader, from sources whose values editors have approved."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from engagements.models import Source
from ingest.extraction.plugins.crf import Example
from ingest.extraction.schema import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagements.models import Evidence


def examples() -> Iterator[Example]:
    """One example for each source: its text with the approved names of people and organisations marked."""
    sources = Source.objects.filter(evidence__isnull=False).distinct().prefetch_related("evidence")
    for source in sources.iterator(chunk_size=200):
        spans: dict[tuple[int, int], str] = defaultdict(str)
        for evidence in source.evidence.all():
            if learned := _learned_field(evidence):
                spans[evidence.start, evidence.end] = learned
        if spans:
            yield Example(source.text, tuple((name, Span(*place)) for place, name in sorted(spans.items())))


def _learned_field(evidence: Evidence) -> str:
    if evidence.participation_id and evidence.field == "name":
        return "participants"
    return "organizations" if evidence.field.startswith("organizations") else ""
