"""Sends a file of a list: its name, its headers, and the entry in the audit trail, which is written before the first
row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from engagements.exporting.csv_lines import csv_lines
from engagements.exporting.workbook import workbook_file
from engagements.models import Action
from engagements.services import audit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpResponseBase, QueryDict

    from engagements.exporting.tables import Row, Table
    from engagements.models import User

CSV = "text/csv; charset=utf-8"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ICS = "text/calendar; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def refused(complaints: Sequence[str]) -> HttpResponse:
    """The answer to an invalid filter: the complaints and no rows."""
    text = _("Nothing was exported, because the filter is not clear:") + "\n"
    return HttpResponse(text + "\n".join(complaints), status=400, content_type="text/plain; charset=utf-8")


def log(
    *, by: User, what: str, form: str, query: QueryDict, columns: Sequence[str], rows: int, now: datetime
) -> None:
    """Writes the export to the audit trail; call it before the first row is sent, so that no export goes unlogged."""
    changes = {
        "format": (None, form),
        "filter": (None, query.urlencode()),
        "columns": (None, " ".join(columns)),
        "rows": (None, rows),
    }
    audit.write(by=by, action=Action.EXPORTED, subject=what, now=now, changes=changes)


def table_answer(table: Table[Row], *, form: str, name: str) -> HttpResponseBase:
    """The table as `csv` or `xlsx` (`form`); the file is called `name`.`form`."""
    if form == "csv":
        answer: HttpResponseBase = StreamingHttpResponse(csv_lines(table), content_type=CSV)
    else:
        answer = FileResponse(workbook_file(table), content_type=XLSX)
    return dressed(answer, f"{name}.{form}")


def dressed(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    """Adds headers that make browsers save the answer as this file and never show it."""
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
