"""The audit trail: its page, and its export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from engagements.auditing.asking import NEWEST, TrailForm, asked_of
from engagements.auditing.exporting import json_lines, trail_table
from engagements.auditing.lines import lines_of
from engagements.auditing.seen import redacted
from engagements.exporting.serving import dressed, log, refused, table_answer
from engagements.lists.paging import page_of, shown_as
from engagements.lists.querystring import changed
from engagements.permissions import Permission, require

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

PAGE_SIZE = 50
FORMS = ("csv", "jsonl")
JSON_LINES = "application/jsonl; charset=utf-8"


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The entries that match the filter, the newest first."""
    user = require(request, Permission.ADMINISTER)
    form = TrailForm(request.GET)
    entries = page_of(asked_of(form, user), request.GET, order=NEWEST, size=PAGE_SIZE)
    page = shown_as(entries, lambda rows: lines_of(redacted(rows, user), linked=True))
    context = {
        "form": form,
        "lines": page.rows,
        "page": page,
        "filtered": any(form.asked(name) for name in form.fields),
        "file_query": changed(request.GET),
        "complaints": form.complaints,
    }
    return render(request, "engagements/audit.html", context)


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """All matching entries as a file; the export is itself written to the trail.

    An invalid filter is answered with 400 and no rows.
    """
    user = require(request, Permission.ADMINISTER)
    if form not in FORMS:
        raise Http404
    asked = TrailForm(request.GET)
    if asked.complaints:
        return refused(asked.complaints)
    now = timezone.now()
    # Entries written while the file is sent are left out, and so is the entry of this export.
    entries = asked_of(asked, user).filter(at__lt=now)
    table = trail_table(entries, user, language=get_language() or "ar")
    columns = [column.name for column in table.columns]
    rows = entries.order_by().count()
    log(by=user, what="audit", form=form, query=request.GET, columns=columns, rows=rows, now=now)
    name = f"sijill-audit-{timezone.localdate(now):%Y-%m-%d}"
    if form == "csv":
        return table_answer(table, form=form, name=name)
    return dressed(
        StreamingHttpResponse(json_lines(entries, user), content_type=JSON_LINES), f"{name}.{form}"
    )
