"""The page of silence: what has had no engagement or change for a given number of days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.lists.facets import Choice
from engagements.lists.paging import counted
from engagements.lists.querystring import changed
from engagements.permissions import Permission, require
from engagements.silence import (
    SHOWN,
    SORTS_OF_SILENCE,
    USUAL_DAYS,
    countries_silent_for,
    silent_commitments,
    silent_partners,
)
from engagements.silence_form import SilenceForm

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from engagements.models import User

READY = (30, 60, 90, 180, 365)
MOST = 1000


@require_safe
def silence(request: HttpRequest) -> HttpResponse:
    """One kind of silence (countries, partners or commitments), with links to the others."""
    user = require(request, Permission.READ)
    today = timezone.localdate()
    query = request.GET.copy()
    query["days"] = query.get("days") or str(USUAL_DAYS)
    form = SilenceForm(query)
    days = int(form.asked("days") or USUAL_DAYS)
    what = form.asked("what") or SORTS_OF_SILENCE[0][0]
    context = {
        "form": form,
        "complaints": form.complaints,
        "days": days,
        "what": what,
        "limit": SHOWN,
        "today": today,
        "sorts": [
            Choice(name, str(label), changed(request.GET, what=name), name == what)
            for name, label in SORTS_OF_SILENCE
        ],
        "ready": [
            Choice(str(one), str(one), changed(request.GET, days=str(one)), one == days) for one in READY
        ],
    }
    if not form.complaints:
        context |= _rows(what, user, today, days, form.asked("region"))
    return render(request, "engagements/silence.html", context)


def _rows(what: str, user: User, today: date, days: int, region: str) -> dict[str, object]:
    if what == "countries":
        countries = countries_silent_for(user, today, days, region)
        return {"countries": countries[:SHOWN], "number": len(countries)}
    if what == "partners":
        partners = silent_partners(user, today, days, region, limit=SHOWN)
        return {"partners": partners, "number": len(partners)}
    rows = silent_commitments(user, today, days, region)
    return {"commitments": rows.for_list()[:SHOWN], "number": counted(rows, MOST)}
