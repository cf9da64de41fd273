"""Exports the trail: as a table in words for people, or as JSON lines with the stored values and the links for
programs.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from engagements.auditing.asking import NEWEST
from engagements.auditing.lines import TrailLine, lines_of
from engagements.auditing.seen import redacted
from engagements.exporting.tables import Column, Kind, Table
from engagements.lists.paging import chunks
from engagements.models import AuditLink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from engagements.models import AuditEntry, User

CHUNK = 1000
_ARROW = " → "


def trail_table(entries: QuerySet[AuditEntry], user: User, *, language: str) -> Table[TrailLine]:
    """The table: a row for each entry as `user` may see it, the newest first; one line of the cell for each change."""

    def rows() -> Iterator[list[TrailLine]]:
        for found in chunks(entries, order=NEWEST, size=CHUNK):
            with translation.override(language):
                lines = lines_of(redacted(found, user))
            yield lines

    columns: tuple[Column[TrailLine], ...] = (
        Column("number", _("Number"), lambda line: line.number, Kind.NUMBER, 9),
        Column("at", _("When"), _moment, width=18),
        Column("who", _("Who"), lambda line: line.who, width=22),
        Column("action", _("Action"), lambda line: line.what, width=16),
        Column("kind", _("Kind of record"), lambda line: line.kind, width=16),
        Column("record", _("Number of the record"), lambda line: line.record, Kind.NUMBER, 12),
        Column("label", _("Record"), lambda line: line.subject, width=50),
        Column("changes", _("Changes"), _changes, width=60),
        Column("note", _("Note"), lambda line: line.note, width=40),
        Column("origin", _("From where"), lambda line: line.origin, width=20),
        Column("request", _("Request"), lambda line: line.request, width=34),
    )
    return Table(_("Audit trail"), columns, rows, language)


def json_lines(entries: QuerySet[AuditEntry], user: User) -> Iterator[str]:
    """One JSON object a line, with the column names as keys; `position` and `hash` are those of the entry's link."""
    for found in chunks(entries, order=NEWEST, size=CHUNK):
        links = {
            link.entry_id: link for link in AuditLink.objects.filter(entry_id__in=[one.pk for one in found])
        }
        yield "".join(_json(entry, links.get(entry.pk)) for entry in redacted(found, user))


def _json(entry: AuditEntry, link: AuditLink | None) -> str:
    said = {
        "id": entry.pk,
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "action": entry.action,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "subject_label": entry.subject_label,
        "note": entry.note,
        "changes": entry.changes,
        "address": entry.address,
        "request_id": entry.request_id,
        "via": entry.via,
        "position": link.position if link else None,
        "hash": link.hash if link else None,
    }
    return json.dumps(said, ensure_ascii=False) + "\n"


def _moment(line: TrailLine) -> str:
    return f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}"


def _changes(line: TrailLine) -> str:
    return "\n".join(
        f"{one.label}: {one.before}{_ARROW}{one.after}" if one.before else f"{one.label}: {one.after}"
        for one in line.changes
    )
