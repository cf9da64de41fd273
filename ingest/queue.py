"""The review queue as an editor asked for it: where a draft stands in it and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.filters import DraftFilter
from ingest.models import Draft

if TYPE_CHECKING:
    from django.http import QueryDict

    from ingest.models.draft_queries import DraftQuerySet


@dataclass(frozen=True, slots=True)
class Place:
    """`position` counts from 1; 0 if the draft is not (any more) in the queue of `total`."""

    position: int
    total: int
    previous: Draft | None
    following: Draft | None


def queue(query: QueryDict) -> DraftFilter:
    """The drafts that wait, as the address asks for them."""
    return DraftFilter(query, Draft.objects.pending())


def place_of(draft: Draft, query: QueryDict) -> Place:
    """Where the draft stands among those that wait."""
    rows = queue(query).qs.order_by("pk")
    before, behind = rows.filter(pk__lt=draft.pk), rows.filter(pk__gt=draft.pk)
    waiting = rows.filter(pk=draft.pk).exists()
    return Place(before.count() + 1 if waiting else 0, rows.count(), before.last(), behind.first())


def next_after(draft: Draft, query: QueryDict) -> Draft | None:
    """The draft to open after this one: the next, or from the front again; None when none is left."""
    rows: DraftQuerySet = queue(query).qs.order_by("pk")
    return rows.filter(pk__gt=draft.pk).first() or rows.exclude(pk=draft.pk).first()
