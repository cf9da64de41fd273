"""The list of follow-ups as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from engagements.exporting.follow_ups import follow_ups_table
from engagements.exporting.serving import log, refused, table_answer
from engagements.follow_ups.filters import follow_ups_asked
from engagements.permissions import Permission, require

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

TABLES = ("csv", "xlsx")


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The rows of the list, all pages of them. An unclear filter is answered with 400 and no file."""
    user = require(request, Permission.EXPORT)
    if form not in TABLES:
        raise Http404
    now = timezone.now()
    today = timezone.localdate(now)
    asked = follow_ups_asked(request.GET, user, today)
    if asked.complaints:
        return refused(asked.complaints)
    table = follow_ups_table(asked.qs, columns=(), language=get_language() or "ar", today=today)
    log(
        by=user,
        what="follow-ups",
        form=form,
        query=request.GET,
        columns=[column.name for column in table.columns],
        rows=asked.qs.order_by().count(),
        now=now,
    )
    return table_answer(table, form=form, name=f"sijill-follow-ups-{today:%Y-%m-%d}")
