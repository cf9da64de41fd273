"""The list of partners and people, and the page of each with its engagements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.lists.paging import SHELF
from engagements.models import Partner, Person
from engagements.names import visible as names
from engagements.names.forms import NamesForm
from engagements.permissions import Permission, require
from engagements.views.shelf_page import PAGE_SIZE, shelf_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.shelves.shelf import Shelf

LIST_LIMIT = 200


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Partners and people, those met most often first; with a text, those of that name."""
    user = require(request, Permission.READ)
    form = NamesForm(request.GET)
    text, today = form.asked("q"), timezone.localdate()
    context = {
        "text": text,
        "complaints": form.complaints,
        "partners": [] if form.complaints else names.partners(user, today, text)[:LIST_LIMIT],
        "people": [] if form.complaints else names.people(user, today, text)[:LIST_LIMIT],
        "limit": LIST_LIMIT,
    }
    return render(request, "engagements/partners.html", context)


@require_safe
def partner(request: HttpRequest, number: int) -> HttpResponse:
    """The page of an organisation; a merged one redirects to the survivor."""
    user = require(request, Permission.READ)
    found = get_object_or_404(Partner.objects.select_related("country"), pk=number)
    if found.merged_into_id:
        if names.shelf_of(Partner.objects.get(pk=found.merged_into_id), user) is None:
            raise Http404
        return redirect("partner", found.merged_into_id)
    shelf = names.shelf_of(found, user)
    if shelf is None:
        raise Http404
    return _page(request, found, found.get_kind_display(), shelf, Q(owner_partner=found))


@require_safe
def person(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a person; a merged one redirects to the survivor."""
    user = require(request, Permission.READ)
    found = get_object_or_404(Person.objects.select_related("country"), pk=number)
    if found.merged_into_id:
        if names.shelf_of(Person.objects.get(pk=found.merged_into_id), user) is None:
            raise Http404
        return redirect("person", found.merged_into_id)
    shelf = names.shelf_of(found, user)
    if shelf is None:
        raise Http404
    latest = SHELF.sort(shelf.appearances()).values_list("engagement_id", flat=True)[:PAGE_SIZE]
    offices = dict(found.participations.filter(engagement__in=list(latest)).values_list("engagement", "role"))
    office = next((offices[number] for number in latest if offices.get(number)), "")
    return _page(request, found, office, shelf, Q(owner_person=found))


def _page(request: HttpRequest, found: Partner | Person, note: str, shelf: Shelf, owed: Q) -> HttpResponse:
    kind = found._meta.model_name
    context = {"found": found, "kind": kind, "note": note, "aliases": found.aliases.all()}
    return render(request, "engagements/name.html", context | shelf_page(request, shelf, owed))
