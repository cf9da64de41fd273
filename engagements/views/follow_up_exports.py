"""The list of follow-ups as files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.exports import commitments_csv
from engagements.follow_ups.filters import follow_ups_asked
from engagements.models import Action
from engagements.permissions import Permission, require
from engagements.services import audit


@require_safe
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The rows of the list, all pages of them. An unclear filter is answered with 400 and no file."""
    user = require(request, Permission.EXPORT)
    now = timezone.now()
    today = timezone.localdate(now)
    asked = follow_ups_asked(request.GET, user, today)
    if asked.complaints:
        text = _("Nothing was exported, because the filter is not clear:") + "\n"
        return HttpResponse(
            text + "\n".join(asked.complaints), status=400, content_type="text/plain; charset=utf-8"
        )
    # Written before the first row leaves, so that no export goes unlogged.
    audit.write(
        by=user,
        action=Action.EXPORTED,
        subject="follow-ups",
        now=now,
        changes={"filter": (None, request.GET.urlencode()), "rows": (None, asked.qs.order_by().count())},
    )
    lines = commitments_csv(asked.qs, language=get_language() or "ar", today=today)
    name = f"sijill-follow-ups-{today:%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
