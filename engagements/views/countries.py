"""Countries: all of them, and one with its timeline."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from engagements import facets, figures, querystring, timeline
from engagements.asking import CountriesForm
from engagements.counting import counts_of
from engagements.filters import EngagementFilter
from engagements.models import Commitment, CommitmentStatus, Country, Kind, Topic
from engagements.paging import DUE, SHELF, page_of, shown_as
from engagements.permissions import Permission, require
from engagements.shelves import Shelf, country_shelf, engagements_of
from engagements.wording import listed
from engagements.world import SORTS, CountryRow, countries_of_the_world
from engagements.world_map import WorldMap, world_map

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse, QueryDict

    from engagements.counting import Counts

PAGE_SIZE = 30
TOP = 5


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """Every country with an engagement, or all that match a name."""
    user = require(request, Permission.READ)
    today = timezone.localdate()
    form = CountriesForm(request.GET)
    text, sort = form.asked("q"), form.asked("sort") or "engagements"
    world: list[CountryRow] = []
    drawn: WorldMap | None = None
    if not form.complaints:
        drawn = world_map(user=user, today=today, query=request.GET, period=form.asked("period"))
        world = countries_of_the_world(user=user, today=today, text=text, sort=sort)
    context = {
        "rows": world,
        "map": drawn,
        "complaints": form.complaints,
        "text": text,
        "sort": sort,
        "sorts": [(name, querystring.changed(request.GET, sort=name)) for name in SORTS],
        "met": sum(1 for row in world if row.engagements),
        "silent": [row for row in world if row.silent],
        "today": today,
    }
    return render(request, "engagements/countries.html", context)


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    """One country: its figures and its timeline, filtered by what the address says."""
    user = require(request, Permission.READ)
    if code != code.upper():
        return redirect("country", code.upper())
    land = get_object_or_404(Country, pk=code)
    today = timezone.localdate()
    shelf = Shelf(country_shelf(land.pk), user)
    asked = EngagementFilter(request.GET, shelf)
    counts = counts_of(asked, shelf)
    found = page_of(asked.qs, request.GET, order=SHELF, size=PAGE_SIZE, total=counts.total)
    page = shown_as(found, engagements_of)
    kept = figures.known(shelf, today)
    context: dict[str, Any] = {
        "country": land,
        "page": page,
        "years": timeline.years(page.rows, asked.qs),
        "figures": figures.figures(shelf, kept, today),
        "strip": figures.strip(kept, today),
        "form": asked.form,
        "complaints": asked.complaints,
        "tokens": _tokens(request.GET, asked),
        "since": request.GET.get("since", ""),
        "until": request.GET.get("until", ""),
        "today": today,
        "everything": querystring.changed(request.GET, kind=None),
        "open_commitments": _open(shelf),
        "people": figures.most_met_people(shelf, kept),
        "partners": figures.most_met_partners(kept),
    }
    return render(request, "engagements/country.html", context | _facets(request.GET, asked, counts, kept))


def _open(shelf: Shelf) -> list[Commitment]:
    here = shelf.appearances().filter(engagement_id=OuterRef("engagement_id"))
    return list(DUE.sort(Commitment.objects.visible_to(shelf.user).open().filter(Exists(here)))[:TOP])


def _facets(query: QueryDict, asked: EngagementFilter, counts: Counts, kept: figures.Known) -> dict[str, Any]:
    """The choices of each filter. Kinds, topics and commitments are counted under the other filters; of names and
    outlets those with the most engagements of the whole list are offered."""
    topics = [(topic.pk, topic.name) for topic in Topic.objects.all()]
    return {
        "kinds": facets.choices(query, "kind", Kind.choices, counts.of("kind")),
        "topics": facets.choices(query, "topic", topics, counts.of("topic"), links=False),
        "commitments": facets.choices(
            query, "commitment", CommitmentStatus.choices, counts.of("commitment"), links=False
        ),
        "person_choices": _names(
            query, "person", [(str(one.pk), one.name) for one in kept.names["person"]], asked
        ),
        "partner_choices": _names(
            query, "partner", [(str(one.pk), one.name) for one in kept.names["partner"]], asked
        ),
        "outlet_choices": _names(
            query, "outlet", [(one.name_ar, one.name_ar) for one in kept.names["outlet"]], asked
        ),
    }


def _names(
    query: QueryDict, name: str, first: Iterable[tuple[str, str]], asked: EngagementFilter
) -> list[facets.Choice]:
    """The first names, by alphabet, and the one that is picked, wherever it stands."""
    options = dict(first)
    picked = asked.values.get(name)
    if picked is not None:
        options.setdefault(str(getattr(picked, "pk", picked)), str(picked))
    return facets.choices(query, name, sorted(options.items(), key=lambda option: option[1]), links=False)


def _tokens(query: QueryDict, asked: EngagementFilter) -> list[facets.Token]:
    words = []
    for name, value in asked.values.items():
        match name:
            case "kind" | "commitment":
                labels = dict((Kind if name == "kind" else CommitmentStatus).choices)
                shown = listed(str(labels[one]) for one in value)
            case "topic":
                shown = listed(value)
            case _:
                shown = date_format(value, "j F Y") if isinstance(value, date) else str(value)
        if shown:
            words.append(facets.token(query, f"{asked.filters[name].label}: {shown}", name))
    return words
