"""The page of one engagement: its values and their evidence, its sources, follow-ups and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.auditing import seen
from engagements.auditing.lines import brought_along, history_of, lines_of
from engagements.models import Engagement
from engagements.permissions import Permission, require
from engagements.record.quoting import CitedSources, lit, veiled
from engagements.record.values import record_of
from engagements.services.classifying import may_classify

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.models import Source, User

HISTORY = 50


@require_safe
def engagement(request: HttpRequest, number: int) -> HttpResponse:
    user = require(request, Permission.READ)
    found = Engagement.objects.visible_to(user).for_page().filter(pk=number).first()
    if found is None:
        survivor = Engagement.objects.visible_to(user).survivor_of(number)
        if survivor is None:
            raise Http404
        return redirect(survivor)
    told = [*found.sources.all(), *(one.source for one in found.evidence.all())]
    history = seen.redacted(history_of(found)[:HISTORY], user, told)
    veiled(found, user)
    merges = list(found.merges.all())
    shown = _shown(found, request.GET.get("source", ""), user)
    origins = CitedSources(found, shown)
    joined = {merge.source_id: merge for merge in reversed(merges) if merge.source_id}
    context = {
        "engagement": found,
        "record": record_of(found, origins),
        "origins": origins.all(),
        "brought": None if origins.all() else brought_along(found),
        "shown": shown,
        "joined": [(one, joined[one.source.pk]) for one in origins.all() if one.source.pk in joined],
        "text": lit(found, shown) if shown else "",
        "merged": [merge for merge in merges if merge.merged_id],
        "history": lines_of(history),
        "may_classify": may_classify(user),
        "may_change": user.may(Permission.MANAGE_COMMITMENTS),
        "today": timezone.localdate(),
    }
    return render(request, "engagements/engagement.html", context)


def _shown(engagement: Engagement, asked: str, user: User) -> Source | None:
    """The source whose text is shown: the one asked for, else the earliest. Raises Http404 if the engagement has no
    such source.

    A source that a restricted engagement cites too is not shown outside the restricted group.
    """
    sources = [origin.source for origin in CitedSources(engagement).all()]
    sources = [source for source in sources if user.sees_restricted or not source.hidden]
    if not asked:
        return next(iter(sources), None)
    for source in sources:
        if str(source.pk) == asked:
            return source
    raise Http404(_("This engagement has no such source."))
