"""The dashboard of follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.follow_ups import panels
from engagements.follow_ups.counting import counts_of
from engagements.follow_ups.dashboard import dashboard
from engagements.follow_ups.filters import follow_ups_asked
from engagements.follow_ups.ready import OPEN
from engagements.lists import querystring
from engagements.permissions import Permission, require

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def follow_up_dashboard(request: HttpRequest) -> HttpResponse:
    """The figures under the filters of the list; no figures if a filter is invalid."""
    user = require(request, Permission.READ)
    today = timezone.localdate()
    asked = follow_ups_asked(request.GET, user, today)
    # Without a ready view the list has open follow-ups only, but the figures also count closed ones.
    whole = asked.ready == OPEN
    chosen = [] if whole else panels.view_tokens(request.GET, asked)
    context = {
        "board": None if asked.complaints else dashboard(request.GET, asked, today),
        "today": today,
        "complaints": asked.complaints,
        "form": asked.form,
        "panels": panels.panels(request.GET, asked, counts_of(asked)),
        "tokens": [*chosen, *panels.tokens(request.GET, asked)],
        "whole": whole,
        "hidden": [("view", value) for value in request.GET.getlist("view")],
        "query": querystring.changed(request.GET),
    }
    return render(request, "engagements/follow_up_dashboard.html", context)
