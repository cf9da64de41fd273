"""The sources of a line of a brief."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from engagements.brief.contents import Citation, Cited, Day, plain
from engagements.models import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagements.brief.scope import Scope
    from engagements.models import Engagement

SOURCES = 3
"""The most sources that one line names."""


def sources_of(path: str = "sources") -> Prefetch:  # type: ignore[type-arg]
    """A prefetch of the sources on this path, without their texts."""
    return Prefetch(path, Source.objects.defer("text", "folded_title"))


def cited(sources: Iterable[Source], scope: Scope) -> Cited:
    """The sources as citations, the earliest published first, each once."""
    ordered = sorted(
        {one.pk: one for one in sources}.values(), key=lambda one: (one.published_on or date.max, one.pk)
    )
    return Cited(
        tuple(_citation(one.as_seen_by(scope.shelf.user), scope) for one in ordered[:SOURCES]),
        max(len(ordered) - SOURCES, 0),
    )


def name_of(source: Source) -> str:
    """The name of a source: its outlet, else its headline, else its number."""
    return plain(source.outlet or source.title) or _("Release %(number)s") % {"number": source.pk}


def day_of(engagement: Engagement) -> Day | None:
    """The day of an engagement as closely as it is known."""
    if engagement.date is None:
        return None
    return Day(engagement.date, engagement.date_precision, engagement.date_end)


def _citation(source: Source, scope: Scope) -> Citation:
    # Only web addresses become links of the document: the field may hold anything that came in.
    outside = source.url if source.url.startswith(("https://", "http://")) else ""
    return Citation(
        outlet=name_of(source),
        day=Day(source.published_on) if source.published_on else None,
        number=source.pk,
        href=scope.to(source.get_absolute_url()),
        url=outside,
    )
