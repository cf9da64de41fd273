"""The endpoints of partners and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop

from engagements.api import lists, schemas
from engagements.api.parameters import documented
from engagements.api.problems import Misunderstood
from engagements.api.site import ENGAGEMENTS, FAILS, api, engagements_on, moved, showing
from engagements.models import Partner, Person
from engagements.names.forms import NamesForm
from engagements.names.visible import shelf_of
from engagements.permissions import Permission, require

if TYPE_CHECKING:
    from django.http import HttpRequest

    from engagements.models import User
    from engagements.shelves.shelf import Shelf

_NAMES = documented(NamesForm.base_fields)


@api.get(
    "/partners",
    response={200: schemas.PartnerList, **FAILS},
    openapi_extra=_NAMES,
    summary=gettext_noop("The organisations that were met"),
)
def partners(request: HttpRequest) -> Any:
    user = require(request, Permission.READ)
    show = showing(request)
    return lists.named_page(
        request, lists.partners(user, _text(request)), lambda rows: [show.partner(row) for row in rows]
    )


@api.get(
    "/partners/{int:number}",
    response={200: schemas.PartnerWhole, **FAILS},
    summary=gettext_noop("One organisation with its other names"),
)
def partner(request: HttpRequest, number: int) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Partner.objects.select_related("country"), pk=number)
    if found.merged_into_id:
        return _moved(request, "partner", Partner.objects.get(pk=found.merged_into_id), user)
    _named_shelf(found, user)
    aliases = [alias.text for alias in found.aliases.all()]
    return schemas.PartnerWhole(**showing(request).partner(found).dict(), aliases=aliases)


@api.get(
    "/partners/{int:number}/engagements",
    response={200: schemas.EngagementList, **FAILS},
    openapi_extra=ENGAGEMENTS,
    summary=gettext_noop("The engagements of an organisation, the newest first"),
)
def partner_engagements(request: HttpRequest, number: int) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Partner, pk=number)
    if found.merged_into_id:
        return _moved(request, "partner_engagements", Partner.objects.get(pk=found.merged_into_id), user)
    return engagements_on(request, _named_shelf(found, user))


@api.get(
    "/people",
    response={200: schemas.PersonList, **FAILS},
    openapi_extra=_NAMES,
    summary=gettext_noop("The people who were met"),
)
def people(request: HttpRequest) -> Any:
    user = require(request, Permission.READ)
    show = showing(request)
    return lists.named_page(
        request, lists.people(user, _text(request)), lambda rows: [show.person(row) for row in rows]
    )


@api.get(
    "/people/{int:number}",
    response={200: schemas.PersonWhole, **FAILS},
    summary=gettext_noop("One person with their other names"),
)
def person(request: HttpRequest, number: int) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Person.objects.select_related("country"), pk=number)
    if found.merged_into_id:
        return _moved(request, "person", Person.objects.get(pk=found.merged_into_id), user)
    _named_shelf(found, user)
    aliases = [alias.text for alias in found.aliases.all()]
    return schemas.PersonWhole(**showing(request).person(found).dict(), aliases=aliases)


@api.get(
    "/people/{int:number}/engagements",
    response={200: schemas.EngagementList, **FAILS},
    openapi_extra=ENGAGEMENTS,
    summary=gettext_noop("The engagements of a person, the newest first"),
)
def person_engagements(request: HttpRequest, number: int) -> Any:
    user = require(request, Permission.READ)
    found = get_object_or_404(Person, pk=number)
    if found.merged_into_id:
        return _moved(request, "person_engagements", Person.objects.get(pk=found.merged_into_id), user)
    return engagements_on(request, _named_shelf(found, user))


def _text(request: HttpRequest) -> str:
    form = NamesForm(lists.names_asked(request))
    if form.complaints:
        raise Misunderstood(form.complaints)
    return form.asked("q")


def _moved(request: HttpRequest, address: str, survivor: Partner | Person, user: User) -> Any:
    """Redirects to `address` of the name that this one was merged into. Raises Http404 if that does not exist for
    `user`.
    """
    _named_shelf(survivor, user)
    return moved(request, address, survivor.pk)


def _named_shelf(found: Partner | Person, user: User) -> Shelf:
    """The list of engagements of this name, as `user` may see it. Raises Http404 if the name does not exist for this
    account.
    """
    shelf = shelf_of(found, user)
    if shelf is None:
        raise Http404
    return shelf
