"""The home page: what waits for the user, what happened last, the countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.lists.paging import TIMELINE
from engagements.models import Commitment, Engagement
from engagements.permissions import Permission, require
from engagements.saved_filters.listing import saved_by
from engagements.shelves.figures import level
from engagements.silence import silence_in_short
from engagements.waiting import waiting_for
from engagements.world.countries import countries_of_the_world
from engagements.world.forms import PeriodForm
from engagements.world.world_map import world_map

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LINES = 5
COUNTRIES = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    user = require(request, Permission.READ)
    now = timezone.now()
    today = timezone.localdate(now)
    world = countries_of_the_world(user=user, today=today, text="", sort="engagements")
    waiting = waiting_for(user, now)
    latest = Engagement.objects.visible_to(user).prefetch_related("partner_countries").filter(date__lte=today)
    asked = PeriodForm(request.GET)
    most = max((row.engagements for row in world), default=0)
    context = {
        "today": today,
        "yours": [one for one in waiting if one.yours],
        "others": [one for one in waiting if not one.yours],
        "groups": [one for one in waiting if one.tasks],
        "latest": TIMELINE.sort(latest)[:LINES],
        "due": Commitment.objects.visible_to(user).open().exclude(due_on=None).for_list()[:LINES],
        "countries": [(row, level(row.engagements, most)) for row in world[:COUNTRIES]],
        "met": len(world),
        "map": None
        if asked.complaints
        else world_map(user=user, today=today, query=request.GET, period=asked.asked("period")),
        "complaints": asked.complaints,
        "saved": saved_by(user, today),
        "silence": silence_in_short(user, today, world),
        "silent": [row for row in world if row.silent],
    }
    return render(request, "engagements/home.html", context)
