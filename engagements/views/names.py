"""Partners and people, each with the engagements they took part in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements import names, timeline
from engagements.asking import NamesForm
from engagements.models import Commitment, Engagement, Partner, Person
from engagements.paging import TIMELINE, page_of
from engagements.permissions import Permission, require

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from engagements.models.engagement_queries import EngagementQuerySet

LIST_LIMIT = 200
PAGE_SIZE = 30


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Partners and people by how often they were met; with a text, those of that name."""
    user = require(request, Permission.READ)
    form = NamesForm(request.GET)
    text = form.asked("q")
    context = {
        "text": text,
        "complaints": form.complaints,
        "partners": [] if form.complaints else names.partners(user, text)[:LIST_LIMIT],
        "people": [] if form.complaints else names.people(user, text)[:LIST_LIMIT],
        "limit": LIST_LIMIT,
    }
    return render(request, "engagements/partners.html", context)


@require_safe
def partner(request: HttpRequest, number: int) -> HttpResponse:
    """An organisation; of one that was merged, the one it now is."""
    user = require(request, Permission.READ)
    found = get_object_or_404(Partner.objects.select_related("country"), pk=number)
    if found.merged_into_id:
        return redirect("partner", found.merged_into_id)
    rows = Engagement.objects.visible_to(user).filter(partners=found)
    owed = Commitment.objects.visible_to(user).filter(owner_partner=found)
    if not rows.exists() and found.engagements.exists():
        raise Http404  # met only in engagements that do not exist for this account
    return _page(request, found, found.get_kind_display(), rows, owed.open().for_list())


@require_safe
def person(request: HttpRequest, number: int) -> HttpResponse:
    """A person; of one that was merged, the one they now are."""
    user = require(request, Permission.READ)
    found = get_object_or_404(Person.objects.select_related("country"), pk=number)
    if found.merged_into_id:
        return redirect("person", found.merged_into_id)
    numbers = found.participations.values("engagement")
    rows = Engagement.objects.visible_to(user).filter(pk__in=numbers)
    if not rows.exists() and found.participations.exists():
        raise Http404  # met only in engagements that do not exist for this account
    owed = Commitment.objects.visible_to(user).filter(owner_person=found)
    latest = found.participations.filter(engagement__in=rows.order_by()).exclude(role="")
    office = latest.order_by("-engagement__date", "-pk").first()
    return _page(request, found, office.role if office else "", rows, owed.open().for_list())


def _page(
    request: HttpRequest,
    found: Partner | Person,
    note: str,
    rows: EngagementQuerySet,
    owed: QuerySet[Commitment],
) -> HttpResponse:
    page = page_of(rows.for_timeline(), request.GET, order=TIMELINE, size=PAGE_SIZE)
    context = {
        "found": found,
        "note": note,
        "aliases": found.aliases.all(),
        "page": page,
        "years": timeline.years(page.rows, rows),
        "owed": owed,
        "today": timezone.localdate(),
    }
    return render(request, "engagements/name.html", context)
