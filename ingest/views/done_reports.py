"""Takes a person's decision whether a later release reports a follow-up done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.errors import Conflict, Refusal
from engagements.follow_ups.typed import typed
from engagements.permissions import Permission, require
from engagements.views.follow_up import again
from ingest.models import DoneReport
from ingest.services import done_reports

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """`decision` is `done` (a proof, and the follow-up is closed), `proof` or `no`. Redirects to the follow-up."""
    user, now = require(request, Permission.MANAGE_COMMITMENTS), timezone.now()
    rows = DoneReport.objects.visible_to(user).select_related("commitment", "release__source")
    report, decision = get_object_or_404(rows, pk=number), request.POST.get("decision")
    if decision not in {"done", "proof", "no"}:
        raise Http404
    parts = typed(request, report.commitment)
    try:
        if decision == "no":
            done_reports.decline(report=report, by=user, now=now)
            messages.success(request, _("Noted: it does not report this done."))
        else:
            done_reports.accept(
                report=report, done=decision == "done", by=user, now=now, steps=request.POST.get("steps", "")
            )
            messages.success(request, _("The proof was added."))
    except (Conflict, Refusal) as error:
        messages.error(request, str(error))
    return again(request, report.commitment, parts, saved="report")
