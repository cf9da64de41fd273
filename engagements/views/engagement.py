"""One engagement: its values and their evidence, its sources, what was promised, what was done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.models import AuditEntry, Engagement
from engagements.permissions import Permission, require
from engagements.record import record_of
from engagements.trail import lines_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

HISTORY = 50


@require_safe
def engagement(request: HttpRequest, number: int) -> HttpResponse:
    user = require(request, Permission.READ)
    found = get_object_or_404(Engagement.objects.visible_to(user).for_page(), pk=number)
    commitments = [commitment.pk for commitment in found.commitments.all()]
    history = AuditEntry.objects.filter(
        Q(subject_type="engagement", subject_id=found.pk)
        | Q(subject_type="commitment", subject_id__in=commitments)
    )[:HISTORY]
    context = {
        "engagement": found,
        "record": record_of(found),
        "sources": found.sources.all(),
        "history": lines_of(history),
        "may_change": user.may(Permission.MANAGE_COMMITMENTS),
        "today": timezone.localdate(),
    }
    return render(request, "engagements/engagement.html", context)
