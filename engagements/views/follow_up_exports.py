"""The list of follow-ups as files, and the page on which the format and columns are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements.brief.word import docx_of
from engagements.calendars.entries import Stamps, todo_of, written
from engagements.exporting.choosing import FOLLOW_UPS, columns_of, in_order, remember
from engagements.exporting.follow_up_rows import follow_up_chunks
from engagements.exporting.follow_ups import follow_up_columns, follow_ups_table
from engagements.exporting.report import Frame, report_of, too_many
from engagements.exporting.serving import DOCX, ICS, dressed, log, refused, table_answer
from engagements.exporting.tables import chosen
from engagements.follow_ups.filters import follow_ups_asked
from engagements.follow_ups.panels import tokens, view_tokens
from engagements.lists import querystring
from engagements.lists.paging import DUE
from engagements.permissions import Permission, require

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.http import HttpRequest, HttpResponseBase, QueryDict

    from engagements.follow_ups.filters import CommitmentFilter
    from engagements.lists.facets import Token
    from engagements.models import User

FORMS = ("csv", "xlsx", "docx", "ics")
WHOLE = ("docx", "ics")
"""Formats that are made in memory: with a limit on rows, and without a choice of columns."""


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """The choice of format and columns. POST stores the columns and redirects to the file."""
    user = require(request, Permission.EXPORT)
    today = timezone.localdate()
    asked = follow_ups_asked(request.GET, user, today)
    columns = follow_up_columns(today=today)
    complaint, none_ticked = "", False
    picked: Sequence[str] = columns_of(user, FOLLOW_UPS)
    if request.method == "POST":
        form = request.POST.get("form", "")
        places = {column.name: _place(request.POST.get(f"place-{column.name}", "")) for column in columns}
        picked = in_order(columns, request.POST.getlist("column"), places)
        none_ticked = not picked and form not in WHOLE
        if form not in FORMS:
            complaint = _("Choose what kind of file it is to be.")
        elif not none_ticked:
            if picked:
                remember(user, FOLLOW_UPS, picked)
            return redirect(reverse("follow_ups_file", args=[form]) + querystring.whole(request.GET))
    ticked = [] if none_ticked else chosen(columns, picked)
    rest = [column for column in columns if column not in ticked]
    number = asked.qs.order_by().count()
    context = {
        "columns": [(column, column in ticked) for column in (*ticked, *rest)],
        "none_ticked": none_ticked,
        "number": number,
        "too_many": too_many(number),
        "tokens": _asked_in_words(request.GET, asked),
        "query": querystring.whole(request.GET),
        "complaints": [*asked.complaints, *([complaint] if complaint else [])],
    }
    status = 400 if context["complaints"] or none_ticked else 200
    return render(request, "engagements/follow_ups_export.html", context, status=status)


def _asked_in_words(query: QueryDict, asked: CommitmentFilter) -> list[Token]:
    """What is exported, in words: the ready view, then the filters."""
    return [*view_tokens(query, asked), *tokens(query, asked)]


def _place(written: str) -> int:
    number = querystring.as_number(written)
    return 10_000 if number is None else number


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """All rows of the list as a file. An invalid filter is answered with 400 and no file."""
    user = require(request, Permission.EXPORT)
    if form not in FORMS:
        raise Http404
    now = timezone.now()
    today = timezone.localdate(now)
    asked = follow_ups_asked(request.GET, user, today)
    if asked.complaints:
        return refused(asked.complaints)
    rows = asked.qs.order_by().count()
    if form in WHOLE and (complaint := too_many(rows)):
        return refused([complaint])
    language = get_language() or "ar"
    table = follow_ups_table(asked.qs, columns=columns_of(user, FOLLOW_UPS), language=language, today=today)
    shown: Sequence[str] = [] if form in WHOLE else [column.name for column in table.columns]
    log(by=user, what=FOLLOW_UPS, form=form, query=request.GET, columns=shown, rows=rows, now=now)
    name = f"sijill-follow-ups-{today:%Y-%m-%d}"
    if form == "docx":
        return dressed(_report(request, asked, user, now, today), f"{name}.docx")
    if form == "ics":
        return dressed(_calendar(request, asked), f"{name}.ics")
    return table_answer(table, form=form, name=name)


def _report(
    request: HttpRequest, asked: CommitmentFilter, user: User, now: datetime, today: date
) -> HttpResponse:
    language = get_language() or "ar"
    rows = [row for chunk in follow_up_chunks(asked.qs, language=language, cited=True) for row in chunk]
    frame = Frame(
        by=user.display_name,
        made_at=now,
        asked="; ".join(token.label for token in _asked_in_words(request.GET, asked)),
        root=_root(request),
    )
    layout = report_of(rows, by=asked.values.get("group", ""), frame=frame, today=today)
    return HttpResponse(docx_of(layout, by=user.display_name, made_at=now), content_type=DOCX)


def _calendar(request: HttpRequest, asked: CommitmentFilter) -> HttpResponse:
    rows = list(DUE.sort(asked.qs.select_related("engagement")))
    stamps = Stamps(rows)
    entries = [todo_of(row, stamps=stamps, root=_root(request)) for row in rows]
    return HttpResponse(written(_("Follow-ups"), entries), content_type=ICS)


def _root(request: HttpRequest) -> str:
    """The address of the site, for links in files."""
    return request.build_absolute_uri("/").rstrip("/")
