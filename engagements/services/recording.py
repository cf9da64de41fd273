"""Puts an approved draft into the register: as a new engagement, or as a further source of an existing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.errors import Conflict
from engagements.models import Action, Approval, Confidentiality, Engagement, Merge, Source, User
from engagements.record.disagreement import recount
from engagements.services import audit
from engagements.services.journal import difference, rows_of
from engagements.services.parts import PartsWriter
from engagements.services.records import (
    CommitmentRecord,
    EngagementRecord,
    ParticipantRecord,
    Quotation,
)
from engagements.services.relations import closure
from engagements.shelves.deriving import derived_once

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "CommitmentRecord",
    "EngagementRecord",
    "ParticipantRecord",
    "Quotation",
    "add_source",
    "record_engagement",
]

_SCALARS = ("kind", "status", "title", "summary", "date", "date_precision", "date_end", "city")


@transaction.atomic
def record_engagement(*, record: EngagementRecord, source: Source, by: User, now: datetime) -> Engagement:
    """Creates the engagement with its parts, its evidence and its audit entry.

    What was written is stored in an Approval, so that it can be undone (`services.withdrawing`). A name is linked to
    the record that an editor chose (and becomes its alias), or to one that is known by this folded name; otherwise a
    record is created. Nothing is merged. Raises ValueError for a quotation outside the source's text, Conflict if a
    chosen record is gone, IntegrityError for values that the tables refuse.
    """
    with derived_once() as touched:
        engagement = Engagement.objects.create(
            kind=record.kind,
            status=record.status,
            title=record.title,
            summary=record.summary,
            date=record.date,
            date_precision=record.date_precision,
            date_end=record.date_end,
            date_as_written=record.date_as_written,
            city=record.city,
            country_id=record.country,
            confidentiality=record.confidentiality,
            approved_by=by,
            approved_at=now,
        )
        touched.append(engagement.pk)
        writer = PartsWriter(engagement, source, by, now)
        writer.write(record)
    written = closure(engagement.pk, at_hand=writer.written) | rows_of(writer.made)
    Approval.objects.create(engagement=engagement, changes=difference({}, written))
    changes = {name: (None, getattr(record, name)) for name in _SCALARS if getattr(record, name)}
    if record.confidentiality != Confidentiality.OPEN:
        changes["confidentiality"] = (None, record.confidentiality)
    changes["sources"] = (None, str(source))
    audit.write(by=by, action=Action.APPROVED, subject=engagement, now=now, changes=changes)
    return engagement


@transaction.atomic
def add_source(
    *, engagement: Engagement, source: Source, record: EngagementRecord, by: User, now: datetime
) -> Merge:
    """Adds what another source says to an engagement that is already in the register.

    Values that the engagement has stay. Empty fields are filled, and people, partners, countries, topics and
    commitments that it lacks are added. Every value of `record` becomes evidence with the value as this source has
    it, so that disagreements between sources can be shown. What was done is stored in the returned Merge, so that it
    can be undone (`services.undoing`). Raises what `record_engagement` raises, and Conflict if the engagement or a
    part that the record joins is gone.
    """
    found = Engagement.objects.current().select_for_update().filter(pk=engagement.pk).first()
    if found is None:
        raise Conflict(_("This engagement was merged into another in the meantime."))
    before = closure(found.pk)
    changes = _fill(found, record)
    if changes:
        found.save(update_fields=list(changes))
    writer = PartsWriter(found, source, by, now)
    writer.write(record)
    after = closure(found.pk) | rows_of(writer.made)
    merge = Merge.objects.create(
        engagement=found, source=source, changes=difference(before, after), by=by, at=now
    )
    changes["sources"] = (None, str(source))
    audit.write(by=by, action=Action.MERGED, subject=found, now=now, changes=changes)
    recount(found)
    return merge


def _fill(engagement: Engagement, record: EngagementRecord) -> dict[str, tuple[Any, Any]]:
    """Fills empty fields; the engagement becomes restricted if the record is. Returns {field: (before, after)}."""
    offered: dict[str, Any] = {
        "summary": record.summary,
        "city": record.city,
        "country_id": record.country,
        "date_as_written": record.date_as_written,
    }
    if engagement.date is None and record.date is not None:
        offered |= {"date": record.date, "date_precision": record.date_precision, "date_end": record.date_end}
    elif engagement.date == record.date and engagement.date_precision == record.date_precision:
        offered["date_end"] = record.date_end
    changes: dict[str, tuple[Any, Any]] = {}
    for name, value in offered.items():
        before = getattr(engagement, name)
        if value and (not before or name == "date_precision"):
            setattr(engagement, name, value)
            changes[name] = (before or None, value)
    if record.confidentiality == Confidentiality.RESTRICTED != engagement.confidentiality:
        changes["confidentiality"] = (engagement.confidentiality, record.confidentiality)
        engagement.confidentiality = record.confidentiality
    return changes
