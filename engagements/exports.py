"""Lists as files. The rows are those of the list's own query, in its own order."""

from __future__ import annotations

import csv
import logging
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.models import Commitment
from engagements.paging import DUE, chunks
from engagements.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from engagements.models.commitment_queries import CommitmentQuerySet

log = logging.getLogger(__name__)

BOM = "\ufeff"
CHUNK = 500
_FORMULA = frozenset("=+-@\t\r")

COLUMNS = (
    gettext_lazy("Number"),
    gettext_lazy("Commitment"),
    gettext_lazy("Kind"),
    gettext_lazy("Status"),
    gettext_lazy("Who must act"),
    gettext_lazy("Assigned to"),
    gettext_lazy("Due date"),
    gettext_lazy("Days late"),
    gettext_lazy("Closed on"),
    gettext_lazy("Countries"),
    gettext_lazy("Engagement"),
    gettext_lazy("Date of the engagement"),
    gettext_lazy("Sources"),
)


class _Line:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        return line


def safe(cell: object) -> str:
    """`cell` so that a spreadsheet shows it as text: what would begin a formula gets an apostrophe before it."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" \n")[:1] in _FORMULA else text


def commitments_csv(asked: CommitmentQuerySet, *, language: str, today: date) -> Iterator[str]:
    """The follow-ups in the order of their list, as CSV for Excel: BOM, headers, one line each.

    Reads CHUNK of them at a time, each behind the last, so the first leaves at once and none is kept. If the database
    fails on the way, the last line says so.
    """
    writer = csv.writer(_Line())
    with translation.override(language):
        yield BOM + writer.writerow([str(column) for column in COLUMNS])
    try:
        for chunk in chunks(asked, order=DUE, size=CHUNK):
            # Its joins would have the planner begin elsewhere than with those that are due next.
            rows = Commitment.objects.for_list().in_bulk([one.pk for one in chunk])
            with translation.override(language):
                lines = [writer.writerow(_cells(rows[one.pk], today)) for one in chunk if one.pk in rows]
            yield "".join(lines)
    except DatabaseError:
        log.exception("an export broke off")
        with translation.override(language):
            yield writer.writerow([_("THIS FILE IS INCOMPLETE: the export broke off here. Export again.")])


def _cells(commitment: Commitment, today: date) -> list[str]:
    engagement = commitment.engagement
    late = commitment.days_late(today)
    return [
        safe(cell)
        for cell in (
            commitment.pk,
            commitment.text,
            commitment.get_kind_display(),
            commitment.get_status_display(),
            commitment.owner,
            commitment.assignee.display_name if commitment.assignee else "",
            commitment.due_on,
            late if late > 0 else "",
            commitment.closed_on,
            listed(country.name for country in engagement.partner_countries.all()),
            engagement.title,
            engagement.date,
            len(engagement.sources.all()),
        )
    ]
