"""The list of countries, and one country with its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.lists import querystring
from engagements.lookups import rows_by
from engagements.models import Country
from engagements.permissions import Permission, require
from engagements.shelves.shelf import Shelf, country_shelf
from engagements.views.shelf_page import shelf_page
from engagements.world.countries import SORTS, CountryRow, countries_of_the_world
from engagements.world.forms import CountriesForm
from engagements.world.world_map import WorldMap, world_map

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


FIRST = 30
"""Countries listed until the user asks for all of them."""


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """The countries with an engagement: the FIRST ones, all of them if asked for, or those that match a name."""
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
        "rows": world if form.asked("all") or text else world[:FIRST],
        "number": len(world),
        "all_query": querystring.changed(request.GET, all="1"),
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
    """One country: its figures and its timeline under the filters of the URL."""
    user = require(request, Permission.READ)
    if code != code.upper():
        return redirect("country", code.upper())
    found = rows_by(Country, code=code)
    if not found:
        raise Http404
    (land,) = found
    page = shelf_page(request, Shelf(country_shelf(land.pk), user))
    return render(request, "engagements/country.html", {"country": land, **page})
