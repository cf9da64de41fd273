"""The common part of the pages of a country, partner, person or topic: figures, filters and timeline."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format

from engagements.lists import facets, querystring
from engagements.lists.paging import DUE, SHELF, page_of, shown_as
from engagements.models import NOT_DUE, Commitment, CommitmentStatus, Kind
from engagements.saved_filters.listing import beside
from engagements.shelves import figures
from engagements.shelves.counting import counts_of
from engagements.shelves.shelf import engagements_of
from engagements.timelines import entries as timeline
from engagements.timelines.filters import EngagementFilter
from engagements.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Q
    from django.http import HttpRequest, QueryDict

    from engagements.shelves.counting import Counts
    from engagements.shelves.shelf import Shelf

PAGE_SIZE = 30
TOP = 5


def shelf_page(request: HttpRequest, shelf: Shelf, owed: Q | None = None) -> dict[str, Any]:
    """The context of `engagements/includes/shelf.html`; `owed` selects further open commitments to show."""
    today = timezone.localdate()
    asked = EngagementFilter(request.GET, shelf)
    kept = figures.known(shelf, today)
    counts = counts_of(asked, shelf, kept)
    # The key and the day are enough: the engagements are loaded separately.
    places = asked.qs.only("day")
    found = page_of(places, request.GET, order=SHELF, size=PAGE_SIZE, total=counts.total)
    page = shown_as(found, engagements_of)
    known = figures.figures(shelf, kept, today)
    return {
        "page": page,
        "years": timeline.years(page.rows, asked),
        "figures": known,
        "strip": figures.strip(kept, today),
        "index": timeline.index(kept.months, request.GET, asked.values, page.rows),
        "form": asked.form,
        "complaints": asked.complaints,
        "tokens": _tokens(request.GET, asked),
        "since": request.GET.get("since", ""),
        "until": request.GET.get("until", ""),
        "today": today,
        "everything": querystring.changed(request.GET, kind=None),
        "open_commitments": _open(shelf, kept, owed),
        "file_query": querystring.changed(request.GET),
        "beside": None if asked.complaints else beside(shelf.user, request.path, request.GET, today),
        "people": figures.most_met_people(shelf, kept),
        "partners": figures.most_met_partners(kept),
        **_facets(request.GET, asked, counts, kept),
    }


def _open(shelf: Shelf, kept: figures.Known, owed: Q | None) -> list[Commitment]:
    """The TOP open commitments with the earliest due dates: those of the shelf's engagements, and those in `owed`."""
    found = {one.pk: one for one in figures.due_first(shelf, kept, TOP)}
    if owed is not None:
        rows = DUE.sort(Commitment.objects.visible_to(shelf.user).open()).filter(owed)
        found |= {one.pk: one for one in rows.only("text", "owner", "status", "due_on")[:TOP]}
    return sorted(found.values(), key=lambda one: (one.due_on or NOT_DUE, one.pk))[:TOP]


def _facets(
    query: QueryDict, asked: EngagementFilter, counts: Counts, kept: figures.Known
) -> dict[str, list[facets.Choice]]:
    """The choices of each filter. Kinds, topics and commitments are counted under the other filters; of names and
    outlets those with the most engagements in the whole list are offered.
    """
    names = {
        name: [(str(one.pk or one.name), one.name) for one in first] for name, first in kept.names.items()
    }
    return {
        "kinds": facets.choices(query, "kind", Kind.choices, counts.of("kind")),
        "topics": facets.choices(query, "topic", kept.topics, counts.of("topic"), links=False),
        "commitments": facets.choices(
            query, "commitment", CommitmentStatus.choices, counts.of("commitment"), links=False
        ),
        **{f"{name}_choices": _names(query, name, first, asked) for name, first in names.items()},
    }


def _names(
    query: QueryDict, name: str, first: Iterable[tuple[str, str]], asked: EngagementFilter
) -> list[facets.Choice]:
    """These names in alphabetical order, and those that are picked."""
    options = dict(first)
    for picked in asked.values.get(name, ()):
        options.setdefault(str(getattr(picked, "pk", picked)), str(picked))
    return facets.choices(query, name, sorted(options.items(), key=lambda option: option[1]), links=False)


def _tokens(query: QueryDict, asked: EngagementFilter) -> list[facets.Token]:
    words = []
    for name, value in asked.values.items():
        match name:
            case "kind" | "commitment":
                labels = dict((Kind if name == "kind" else CommitmentStatus).choices)
                shown = listed(str(labels[one]) for one in value)
            case "topic" | "partner" | "person" | "outlet":
                shown = listed(value)
            case _:
                shown = date_format(value, "j F Y") if isinstance(value, date) else str(value)
        if shown:
            words.append(facets.token(query, f"{asked.filters[name].label}: {shown}", name))
    return words
