"""Partners and people, each with the engagements they took part in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q, QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements import timeline
from engagements.models import Commitment, Engagement, Partner, Person
from engagements.paging import TIMELINE, page_of
from engagements.permissions import Permission, require
from engagements.search import needles

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.models.engagement_queries import EngagementQuerySet

LIST_LIMIT = 200
PAGE_SIZE = 30


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Partners and people by how often they were met; with a text, those of that name."""
    user = require(request, Permission.READ)
    text = request.GET.get("q", "")
    rows = Engagement.objects.visible_to(user).order_by()
    bodies = _counted(_named(Partner.objects.current(), text), "engagements", rows)
    people = _counted(_named(Person.objects.current(), text), "participations__engagement", rows)
    context = {
        "text": text,
        "partners": bodies[:LIST_LIMIT],
        "people": people[:LIST_LIMIT],
        "limit": LIST_LIMIT,
    }
    return render(request, "engagements/partners.html", context)


def _named(names: QuerySet[Any], text: str) -> QuerySet[Any]:
    for word in needles(text):
        alias = names.model.aliases.rel.related_model.objects.filter(folded__contains=word)
        owner = "partner" if names.model is Partner else "person"
        names = names.filter(
            Q(folded_ar__contains=word) | Q(folded_en__contains=word) | Q(pk__in=alias.values(owner))
        )
    return names


def _counted(names: QuerySet[Any], path: str, rows: EngagementQuerySet) -> QuerySet[Any]:
    """With the number and the last day of the engagements that exist for this account; the most met first."""
    mine = Q(**{f"{path}__in": rows})
    met: QuerySet[Any] = names.select_related("country").annotate(
        met=Count(path, filter=mine, distinct=True), last=Max(f"{path}__date", filter=mine)
    )
    return met.filter(met__gt=0).order_by("-met", "name_ar", "name_en", "pk")


@require_safe
def partner(request: HttpRequest, number: int) -> HttpResponse:
    """An organisation; of one that was merged, the one it now is."""
    user = require(request, Permission.READ)
    found = get_object_or_404(Partner.objects.select_related("country"), pk=number)
    if found.merged_into_id:
        return redirect("partner", found.merged_into_id)
    rows = Engagement.objects.visible_to(user).filter(partners=found)
    owed = Commitment.objects.visible_to(user).filter(owner_partner=found)
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
