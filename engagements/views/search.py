"""One box over everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.models import Commitment, Country, Engagement, Partner, PartnerAlias, Person, PersonAlias
from engagements.paging import TIMELINE
from engagements.permissions import Permission, require
from engagements.search import containing, matching, needles

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LIMIT = 20
LONGEST = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Countries, partners, people, engagements and follow-ups that say every word of `q`."""
    user = require(request, Permission.READ)
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    context: dict[str, Any] = {"text": text, "today": timezone.localdate(), "limit": LIMIT}
    if needles(text):
        engagements = matching(Engagement.objects.visible_to(user).for_timeline(), text)
        follow_ups = Commitment.objects.visible_to(user).filter(containing("folded", text)).for_list()
        context |= {
            "countries": Country.objects.filter(containing("folded", text))[:LIMIT],
            "partners": _names(Partner.objects.current(), PartnerAlias.objects.all(), "partner", text),
            "people": _names(Person.objects.current(), PersonAlias.objects.all(), "person", text),
            "engagements": TIMELINE.sort(engagements)[:LIMIT],
            "total": engagements.order_by().count(),
            "follow_ups": follow_ups[:LIMIT],
        }
        context["found"] = any(
            context[name] for name in ("countries", "partners", "people", "engagements", "follow_ups")
        )
    return render(request, "engagements/search.html", context)


def _names(names: QuerySet[Any], aliases: QuerySet[Any], owner: str, text: str) -> QuerySet[Any]:
    """Those whose name in either script, or one alias, contains every word; the most met first."""
    by_alias = aliases.filter(containing("folded", text)).values(owner)
    found = names.filter(
        containing("folded_ar", text) | containing("folded_en", text) | Q(pk__in=by_alias)
    ).select_related("country")
    path = "engagements" if owner == "partner" else "participations"
    ranked: QuerySet[Any] = found.annotate(met=Count(path, distinct=True))
    return ranked.order_by("-met", "pk")[:LIMIT]
