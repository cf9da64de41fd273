"""The status page for administrators: the results of all checks in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from config.version import VERSION
from config.watching import hearts, work
from config.watching.checks import UPKEEP, WATCHED, State
from config.watching.shared import AWAY
from engagements.permissions import Permission, require

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from config.watching.checks import Check, Finding


@never_cache
def status(request: HttpRequest) -> HttpResponse:
    require(request, Permission.ADMINISTER)
    now = timezone.now()
    groups = [_looked_at(WATCHED, now), _looked_at(UPKEEP, now)]
    worst = max((found.state for group in groups for _check, found in group), key=lambda state: state.weight)
    context = {
        "running": groups[0],
        "upkeep": groups[1],
        "worst": worst.name.lower(),
        "waiting": work.unread(now).number,
        "failed": work.failed(),
        "drafts": work.drafts(now),
        "hearts": _hearts(now),
        "version": VERSION,
        "now": now,
    }
    return render(request, "config/status.html", context)


def _looked_at(checks: Sequence[Check], now: datetime) -> list[tuple[Check, Finding]]:
    """The checks with their findings, the most serious first, otherwise in their own order."""
    found = [(check, check.look(now)) for check in checks]
    return sorted(found, key=lambda pair: -pair[1].state.weight)


def _hearts(now: datetime) -> list[tuple[hearts.Heart, State, int]]:
    """Each process with whether it lives and how many seconds ago it was last heard of."""
    try:
        heard = hearts.heard(now.timestamp()) or []
    except AWAY:
        return []
    return [
        (
            heart,
            State.GOOD if heart.lives(now.timestamp()) else State.BAD,
            max(0, int(now.timestamp() - heart.at)),
        )
        for heart in heard
    ]
