"""One box over everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements import names
from engagements.models import Commitment, Country
from engagements.paging import counted
from engagements.permissions import Permission, require
from engagements.search import containing, needles, newest, saying

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LIMIT = 20
LONGEST = 200
MOST = 1000
"""Engagements found are counted up to here."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Countries, partners, people, engagements and follow-ups that say every word of `q`."""
    user = require(request, Permission.READ)
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    context: dict[str, Any] = {"text": text, "today": timezone.localdate(), "limit": LIMIT}
    if needles(text):
        said = saying(user, text)
        follow_ups = Commitment.objects.visible_to(user).filter(containing("folded", text)).for_list()
        context |= {
            "countries": Country.objects.filter(containing("folded", text))[:LIMIT],
            "partners": names.partners(user, text)[:LIMIT],
            "people": names.people(user, text)[:LIMIT],
            "engagements": newest(said, LIMIT),
            "total": counted(said, MOST),
            "follow_ups": follow_ups[:LIMIT],
        }
        context["found"] = any(
            context[name] for name in ("countries", "partners", "people", "engagements", "follow_ups")
        )
    return render(request, "engagements/search.html", context)
