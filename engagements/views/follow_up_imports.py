"""Importing a list of follow-ups: upload, meaning of columns, preview, carrying out, undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagements.errors import Conflict, Refusal
from engagements.exporting.csv_lines import csv_lines
from engagements.exporting.serving import CSV, dressed, table_answer
from engagements.importing.carrying_out import carry_out_import, keep, say_columns
from engagements.importing.cells import guessed
from engagements.importing.csv_files import read_csv
from engagements.importing.example import example_table
from engagements.importing.forms import ColumnsForm, UploadForm
from engagements.importing.planning import plan_of
from engagements.importing.rows import Outcome
from engagements.importing.tables import Unreadable
from engagements.importing.telling import kept, outcome_label, outcomes_table, past_label, stayed, told
from engagements.importing.workbooks import read_workbook
from engagements.models import Action, AuditEntry, Country, Engagement, FollowUpImport
from engagements.permissions import Permission, require
from engagements.services.import_undoing import nothing_to_undo, outlook, undo_import

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from engagements.importing.tables import Sheet
    from engagements.importing.telling import OutcomeRow
    from engagements.models import User

SHOWN = 200
"""The most rows of each outcome, and new engagements, on the page; the CSV report has all."""
SAMPLES = 3
_IN_ORDER = (Outcome.REFUSED, Outcome.CREATED, Outcome.CHANGED, Outcome.SAME)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
_NO_TABLES = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_EXAMPLE = "JP"
"""The country of the meetings in the example."""


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Takes a file and goes on to its columns."""
    user = require(request, Permission.MANAGE_COMMITMENTS)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = _read(file.read())
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
        else:
            brought = keep(sheet=sheet, file_name=file.name or "", by=user, now=timezone.now())
            return redirect("follow_ups_import_columns", brought.pk)
    mine = FollowUpImport.objects.filter(by=user).defer("rows", "results", "changes")[:20]
    context = {"form": form, "mine": mine}
    return render(request, "engagements/import_upload.html", context, status=400 if form.errors else 200)


@require_safe
def example(request: HttpRequest) -> HttpResponseBase:
    """A workbook to begin with, in the language of the page: nothing of the register is in it."""
    require(request, Permission.MANAGE_COMMITMENTS)
    table = example_table(
        Country.objects.filter(pk=_EXAMPLE).first(),
        today=timezone.localdate(),
        language=get_language() or "ar",
    )
    return table_answer(table, form="xlsx", name="sijill-import-example")


def _read(content: bytes) -> Sheet:
    if content.startswith(_OLE):
        raise Unreadable(
            _("This is an old Excel workbook, or one with a password. Save it as xlsx without a password.")
        )
    if content.startswith(_ZIP):
        if _OPEN_DOCUMENT in content[:200]:
            raise Unreadable(_("Sheets of OpenDocument are not read. Save the table as xlsx or CSV."))
        return read_workbook(content)
    if content.startswith(_NO_TABLES):
        raise Unreadable(_("The file is not a table of text."))
    return read_csv(content)


def _mine(user: User, number: int) -> FollowUpImport:
    return get_object_or_404(FollowUpImport, pk=number, by=user)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, number: int) -> HttpResponse:
    """The choice of a column for each field: as chosen before, else guessed from the headings."""
    user = require(request, Permission.MANAGE_COMMITMENTS)
    brought = _mine(user, number)
    if brought.carried_out_at:
        return redirect("follow_ups_import_check", number)
    before = brought.mapping or guessed(brought.headers)
    form = ColumnsForm(brought, before, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            say_columns(brought=brought, mapping=form.mapping, reason=form.cleaned_data["reason"], by=user)
        except Conflict as conflict:
            messages.error(request, str(conflict))
        return redirect("follow_ups_import_check", number)
    context = {"brought": brought, "form": form, "samples": brought.rows[:SAMPLES], "names": form.names}
    return render(request, "engagements/import_columns.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, number: int) -> HttpResponse:
    """A preview of the import. POST carries out exactly that, and nothing if the outcome would differ by now."""
    user = require(request, Permission.MANAGE_COMMITMENTS)
    brought = _mine(user, number)
    if not brought.mapping:
        return redirect("follow_ups_import_columns", number)
    if request.method == "POST":
        return _carried_out(request, brought, user)
    context: dict[str, object] = {"brought": brought}
    if brought.carried_out_at:
        context |= _past(brought, user, brought.carried_out_at)
    else:
        plan = plan_of(brought, by=user)
        context |= {
            "plan": plan,
            "meetings": plan.meetings[:SHOWN],
            "meetings_number": len(plan.meetings),
            "meetings_more": max(0, len(plan.meetings) - SHOWN),
            "groups": [_group(told(plan.of(one)), one, outcome_label(one)) for one in _IN_ORDER],
        }
    return render(request, "engagements/import_check.html", context)


def _past(brought: FollowUpImport, user: User, at: datetime) -> dict[str, object]:
    """The result of an import that was carried out, and what undoing it would do or did."""
    made, rows = _made(brought, user, at), kept(brought, by=user)
    coming = None if brought.undone_at else outlook(brought, by=user)
    left = stayed(brought, coming.left if coming else brought.left, by=user)
    return {
        "made": made[:SHOWN],
        "made_number": made.count(),
        "groups": [
            _group([row for row in rows if row.outcome == one.value], one, past_label(one))
            for one in _IN_ORDER
        ],
        "coming": coming if brought.created or brought.changed else None,
        "why_not": nothing_to_undo(brought) if coming and not coming.back else "",
        "left": left[:SHOWN],
        "left_number": len(left),
        "left_more": max(0, len(left) - SHOWN),
    }


def _made(brought: FollowUpImport, user: User, at: datetime) -> QuerySet[AuditEntry]:
    """The audit entries of engagements that the import created, as far as they exist for `user`."""
    of_it = AuditEntry.objects.filter(at=at, actor=brought.by, action=Action.ADDED, subject_type="engagement")
    there = Engagement.objects.visible_to(user).filter(pk=OuterRef("subject_id"))
    return of_it.filter(Exists(there)).order_by("pk")


def _group(rows: list[OutcomeRow], outcome: Outcome, label: str) -> dict[str, object]:
    """The rows with this outcome, for the page."""
    return {
        "name": outcome.value,
        "label": label,
        "number": len(rows),
        "lines": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
    }


def _carried_out(request: HttpRequest, brought: FollowUpImport, user: User) -> HttpResponse:
    try:
        done = carry_out_import(
            brought=brought, digest=request.POST.get("digest", ""), by=user, now=timezone.now()
        )
    except Conflict as conflict:
        messages.error(request, str(conflict))
    else:
        created = ngettext("%(n)s follow-up was created", "%(n)s follow-ups were created", done.created)
        changed = ngettext("%(n)s was changed", "%(n)s were changed", done.changed)
        messages.success(request, f"{created % {'n': done.created}} · {changed % {'n': done.changed}}")
    return redirect("follow_ups_import_check", brought.pk)


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Undoes an import, once."""
    user = require(request, Permission.MANAGE_COMMITMENTS)
    brought = _mine(user, number)
    href = reverse("follow_ups_import_check", args=[number])
    try:
        undo_import(brought=brought, by=user, now=timezone.now())
    except (Conflict, Refusal) as why:
        return render(request, "409.html", {"message": str(why), "href": href}, status=409)
    return redirect(href)


@require_safe
def report(request: HttpRequest, number: int) -> HttpResponseBase:
    """Each row of the file as CSV, with what would become of it or, after the import, what became of it."""
    user = require(request, Permission.MANAGE_COMMITMENTS)
    brought = _mine(user, number)
    if not brought.mapping:
        return redirect("follow_ups_import_columns", number)
    past = brought.carried_out_at is not None
    rows = kept(brought, by=user) if past else told(plan_of(brought, by=user).lines)
    table = outcomes_table(rows, past=past, language=get_language() or "ar")
    answer = StreamingHttpResponse(csv_lines(table), content_type=CSV)
    return dressed(answer, f"sijill-import-{brought.pk}.csv")
