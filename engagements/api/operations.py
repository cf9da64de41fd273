"""The endpoints of the API, except those of partners and people (named.py).

Each begins with `require`, as the views of pages do, and returns what the page of the same list shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy, gettext_noop

from engagements.api import lists, schemas
from engagements.api.parameters import documented
from engagements.api.problems import Misunderstood
from engagements.api.showing import topic
from engagements.api.site import ENGAGEMENTS, FAILS, api, engagements_on, moved, showing
from engagements.follow_ups.filters import CommitmentFilter
from engagements.models import Commitment, Country, Engagement, Topic
from engagements.names.forms import NamesForm
from engagements.permissions import Permission, require
from engagements.shelves.shelf import EVERYTHING, Shelf, country_shelf, topic_shelf
from engagements.world.countries import SORTS, CountryRow, countries_of_the_world

if TYPE_CHECKING:
    from django.http import HttpRequest

_COMMITMENTS = documented({name: one.field for name, one in CommitmentFilter.base_filters.items()})


class WorldForm(NamesForm):
    """The filter of the list of countries."""

    sort = forms.ChoiceField(
        label=gettext_lazy("Order"), choices=[(name, name) for name in SORTS], required=False
    )


@api.get(
    "/engagements",
    response={200: schemas.EngagementList, **FAILS},
    openapi_extra=ENGAGEMENTS,
    summary=gettext_noop("All engagements, the newest first"),
)
def engagements(request: HttpRequest) -> Any:
    user = require(request, Permission.READ)
    return engagements_on(request, Shelf(EVERYTHING, user))


@api.get(
    "/engagements/{int:number}",
    response={200: schemas.EngagementWhole, **FAILS},
    summary=gettext_noop("One engagement with its follow-ups, its sources and the words behind its values"),
)
def engagement(request: HttpRequest, number: int) -> Any:
    user = require(request, Permission.READ)
    found = Engagement.objects.visible_to(user).for_page().filter(pk=number).first()
    if found is None:
        survivor = Engagement.objects.visible_to(user).survivor_of(number)
        if survivor is None:
            raise Http404
        return moved(request, "engagement", survivor.pk)
    return showing(request).engagement(found)


@api.get(
    "/commitments",
    response={200: schemas.CommitmentList, **FAILS},
    openapi_extra=_COMMITMENTS,
    summary=gettext_noop("The follow-ups, what is due first at the top"),
)
def commitments(request: HttpRequest) -> Any:
    user = require(request, Permission.READ)
    return lists.commitments(request, user, timezone.localdate(), showing(request).commitments)


@api.get(
    "/commitments/{int:number}",
    response={200: schemas.CommitmentLine, **FAILS},
    summary=gettext_noop("One follow-up"),
)
def commitment(request: HttpRequest, number: int) -> Any:
    user = require(request, Permission.READ)
    rows = Commitment.objects.visible_to(user).select_related("engagement", "assignee")
    return showing(request).commitment(get_object_or_404(rows, pk=number))


@api.get(
    "/countries",
    response={200: schemas.CountryList, **FAILS},
    openapi_extra=documented(WorldForm.base_fields, paged=False),
    summary=gettext_noop("The countries with engagements; with q, those of that name"),
)
def countries(request: HttpRequest) -> Any:
    user = require(request, Permission.READ)
    form = WorldForm(request.GET)
    if form.complaints:
        raise Misunderstood(form.complaints)
    world = countries_of_the_world(
        user=user,
        today=timezone.localdate(),
        text=form.asked("q"),
        sort=form.asked("sort") or "engagements",
    )
    return lists.whole(showing(request).countries(world))


@api.get(
    "/countries/{code}",
    response={200: schemas.CountryLine, **FAILS},
    summary=gettext_noop("One country with its figures"),
)
def country(request: HttpRequest, code: str) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Country, pk=code.upper())
    world = countries_of_the_world(user=user, today=timezone.localdate(), text="", sort="name")
    nothing = CountryRow(found, 0, None, None, 0, 0, [])
    return showing(request).country(next((row for row in world if row.country == found), nothing))


@api.get(
    "/countries/{code}/engagements",
    response={200: schemas.EngagementList, **FAILS},
    openapi_extra=ENGAGEMENTS,
    summary=gettext_noop("The engagements of a country, the newest first"),
)
def country_engagements(request: HttpRequest, code: str) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Country, pk=code.upper())
    return engagements_on(request, Shelf(country_shelf(found.pk), user))


@api.get(
    "/topics",
    response={200: schemas.TopicList, **FAILS},
    summary=gettext_noop("The topics that engagements are about"),
)
def topics(request: HttpRequest) -> Any:
    require(request, Permission.READ)
    return lists.whole([topic(row) for row in Topic.objects.all()])


@api.get(
    "/topics/{slug:code}/engagements",
    response={200: schemas.EngagementList, **FAILS},
    openapi_extra=ENGAGEMENTS,
    summary=gettext_noop("The engagements of a topic, the newest first"),
)
def topic_engagements(request: HttpRequest, code: str) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Topic, pk=code)
    return engagements_on(request, Shelf(topic_shelf(found.pk), user))
