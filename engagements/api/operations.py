"""The addresses of the API. Each begins with `require`, as pages do, and shows what the page of its list shows."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from engagements.api import lists, schemas
from engagements.api.parameters import documented
from engagements.api.problems import Misunderstood, problem
from engagements.api.showing import Showing, topic
from engagements.api.signing_in import WAYS
from engagements.asking import NamesForm
from engagements.filters import EngagementFilter
from engagements.follow_ups.filters import CommitmentFilter
from engagements.models import Commitment, Country, Engagement, Partner, Person, Topic
from engagements.names import shelf_of
from engagements.permissions import Permission, require
from engagements.querystring import whole
from engagements.shelves import EVERYTHING, Shelf, country_shelf, topic_shelf
from engagements.world import SORTS, CountryRow, countries_of_the_world

if TYPE_CHECKING:
    from django.http import HttpRequest

    from engagements.models import User

log = logging.getLogger(__name__)


class WorldForm(NamesForm):
    """Of the countries."""

    sort = forms.ChoiceField(
        label=gettext_lazy("Order"), choices=[(name, name) for name in SORTS], required=False
    )


class Renderer(JSONRenderer):
    """Arabic as it is."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(
    title="Sijill",
    version="1",
    description="The register of engagements, read only.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
    auth=WAYS,
    renderer=Renderer(),
)
_FAILS = dict.fromkeys((400, 401, 403, 404, 405), schemas.Problem)
_ENGAGEMENTS = documented({name: one.field for name, one in EngagementFilter.base_filters.items()})
_COMMITMENTS = documented({name: one.field for name, one in CommitmentFilter.base_filters.items()})
_NAMES = documented(NamesForm.base_fields)


@api.get(
    "/engagements",
    response={200: schemas.EngagementList, **_FAILS},
    openapi_extra=_ENGAGEMENTS,
    summary=gettext_noop("All engagements, the newest first"),
)
def engagements(request: HttpRequest) -> Any:
    user = require(request, Permission.READ)
    return _engagements(request, Shelf(EVERYTHING, user))


@api.get(
    "/engagements/{int:number}",
    response={200: schemas.EngagementWhole, **_FAILS},
    summary=gettext_noop("One engagement with its follow-ups, its sources and the words behind its values"),
)
def engagement(request: HttpRequest, number: int) -> Any:
    user = require(request, Permission.READ)
    found = Engagement.objects.visible_to(user).for_page().filter(pk=number).first()
    if found is None:
        survivor = Engagement.objects.visible_to(user).survivor_of(number)
        if survivor is None:
            raise Http404
        return _moved(request, "engagement", survivor.pk)
    return _showing(request).engagement(found)


@api.get(
    "/commitments",
    response={200: schemas.CommitmentList, **_FAILS},
    openapi_extra=_COMMITMENTS,
    summary=gettext_noop("The follow-ups, what is due first at the top"),
)
def commitments(request: HttpRequest) -> Any:
    user = require(request, Permission.READ)
    return lists.commitments(request, user, timezone.localdate(), _showing(request).commitments)


@api.get(
    "/commitments/{int:number}",
    response={200: schemas.CommitmentLine, **_FAILS},
    summary=gettext_noop("One follow-up"),
)
def commitment(request: HttpRequest, number: int) -> Any:
    user = require(request, Permission.READ)
    rows = Commitment.objects.visible_to(user).select_related("engagement", "assignee")
    return _showing(request).commitment(get_object_or_404(rows, pk=number))


@api.get(
    "/countries",
    response={200: schemas.CountryList, **_FAILS},
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
    return lists.whole(_showing(request).countries(world))


@api.get(
    "/countries/{code}",
    response={200: schemas.CountryLine, **_FAILS},
    summary=gettext_noop("One country with its figures"),
)
def country(request: HttpRequest, code: str) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Country, pk=code.upper())
    world = countries_of_the_world(user=user, today=timezone.localdate(), text="", sort="name")
    nothing = CountryRow(found, 0, None, None, 0, 0, [])
    return _showing(request).country(next((row for row in world if row.country == found), nothing))


@api.get(
    "/countries/{code}/engagements",
    response={200: schemas.EngagementList, **_FAILS},
    openapi_extra=_ENGAGEMENTS,
    summary=gettext_noop("The engagements of a country, the newest first"),
)
def country_engagements(request: HttpRequest, code: str) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Country, pk=code.upper())
    return _engagements(request, Shelf(country_shelf(found.pk), user))


@api.get(
    "/partners",
    response={200: schemas.PartnerList, **_FAILS},
    openapi_extra=_NAMES,
    summary=gettext_noop("The organisations that were met"),
)
def partners(request: HttpRequest) -> Any:
    user = require(request, Permission.READ)
    show = _showing(request)
    return lists.named_page(
        request, lists.partners(user, _text(request)), lambda rows: [show.partner(row) for row in rows]
    )


@api.get(
    "/partners/{int:number}",
    response={200: schemas.PartnerWhole, **_FAILS},
    summary=gettext_noop("One organisation with its other names"),
)
def partner(request: HttpRequest, number: int) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Partner.objects.select_related("country"), pk=number)
    if found.merged_into_id:
        return _moved(request, "partner", found.merged_into_id)
    _named_shelf(found, user)
    aliases = [alias.text for alias in found.aliases.all()]
    return schemas.PartnerWhole(**_showing(request).partner(found).dict(), aliases=aliases)


@api.get(
    "/partners/{int:number}/engagements",
    response={200: schemas.EngagementList, **_FAILS},
    openapi_extra=_ENGAGEMENTS,
    summary=gettext_noop("The engagements of an organisation, the newest first"),
)
def partner_engagements(request: HttpRequest, number: int) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Partner, pk=number)
    if found.merged_into_id:
        return _moved(request, "partner_engagements", found.merged_into_id)
    return _engagements(request, _named_shelf(found, user))


@api.get(
    "/people",
    response={200: schemas.PersonList, **_FAILS},
    openapi_extra=_NAMES,
    summary=gettext_noop("The people who were met"),
)
def people(request: HttpRequest) -> Any:
    user = require(request, Permission.READ)
    show = _showing(request)
    return lists.named_page(
        request, lists.people(user, _text(request)), lambda rows: [show.person(row) for row in rows]
    )


@api.get(
    "/people/{int:number}",
    response={200: schemas.PersonWhole, **_FAILS},
    summary=gettext_noop("One person with their other names"),
)
def person(request: HttpRequest, number: int) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Person.objects.select_related("country"), pk=number)
    if found.merged_into_id:
        return _moved(request, "person", found.merged_into_id)
    _named_shelf(found, user)
    aliases = [alias.text for alias in found.aliases.all()]
    return schemas.PersonWhole(**_showing(request).person(found).dict(), aliases=aliases)


@api.get(
    "/people/{int:number}/engagements",
    response={200: schemas.EngagementList, **_FAILS},
    openapi_extra=_ENGAGEMENTS,
    summary=gettext_noop("The engagements of a person, the newest first"),
)
def person_engagements(request: HttpRequest, number: int) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Person, pk=number)
    if found.merged_into_id:
        return _moved(request, "person_engagements", found.merged_into_id)
    return _engagements(request, _named_shelf(found, user))


@api.get(
    "/topics",
    response={200: schemas.TopicList, **_FAILS},
    summary=gettext_noop("The topics that engagements are about"),
)
def topics(request: HttpRequest) -> Any:
    require(request, Permission.READ)
    return lists.whole([topic(row) for row in Topic.objects.all()])


@api.get(
    "/topics/{slug:code}/engagements",
    response={200: schemas.EngagementList, **_FAILS},
    openapi_extra=_ENGAGEMENTS,
    summary=gettext_noop("The engagements of a topic, the newest first"),
)
def topic_engagements(request: HttpRequest, code: str) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Topic, pk=code)
    return _engagements(request, Shelf(topic_shelf(found.pk), user))


def _engagements(request: HttpRequest, shelf: Shelf) -> dict[str, Any]:
    return lists.engagements(request, shelf, _showing(request).engagements)


def _moved(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """To the one that it was merged into."""
    return redirect(reverse(f"api-v1:{name}", args=[number]) + whole(request.GET))


def _showing(request: HttpRequest) -> Showing:
    return Showing(request, timezone.localdate())


def _text(request: HttpRequest) -> str:
    form = NamesForm(lists.names_asked(request))
    if form.complaints:
        raise Misunderstood(form.complaints)
    return form.asked("q")


def _named_shelf(found: Partner | Person, user: User) -> Shelf:
    """Raises Http404 if the name does not exist for this account."""
    shelf = shelf_of(found, user)
    if shelf is None:
        raise Http404
    return shelf


@api.exception_handler(Misunderstood)
def _misunderstood(request: HttpRequest, error: Misunderstood) -> HttpResponse:
    return problem(400, _t("Nothing is shown, so that nothing is mistaken for the answer."), error.complaints)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    detail = error.message
    if "Authorization" not in request.headers:
        detail = _t("Send a token in the Authorization header, or sign in.")
    response = problem(401, detail)
    response["WWW-Authenticate"] = 'Bearer realm="Sijill"'
    return response


@api.exception_handler(PermissionDenied)
def _refused(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(403, _t("You may not %(what)s.") % {"what": error})


@api.exception_handler(Http404)
@api.exception_handler(ValidationError)
def _nothing(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(404)


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of ours: told to the log, not to the asker."""
    log.error("the API could not answer %s", request.path, exc_info=error)
    return problem(500, _t("It is in the log of the server; ask again later."))
