"""Imports a list of follow-ups: the file's table is kept, its columns are explained, then it is carried out once."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.errors import Conflict
from engagements.importing.planning import plan_of
from engagements.importing.rows import Outcome
from engagements.importing.telling import told
from engagements.models import (
    Action,
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    DueBasis,
    Engagement,
    EngagementStatus,
    FollowUpImport,
    Kind,
    Partner,
)
from engagements.permissions import Permission, refuse_without
from engagements.services import audit
from engagements.services.commitments import carry_out
from engagements.services.due_dates import default_due_date
from engagements.services.journal import difference, rows_of
from engagements.services.names import Names
from engagements.services.notices import tell_of_changes
from engagements.shelves.deriving import derived_once

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from engagements.importing.meetings import Meeting
    from engagements.importing.rows import ImportRow
    from engagements.importing.tables import Sheet
    from engagements.models import AuditEntry, User
    from engagements.services.journal import Snapshot

_CLOSED = {CommitmentStatus.DONE, CommitmentStatus.DROPPED}


@transaction.atomic
def keep(*, sheet: Sheet, file_name: str, by: User, now: datetime) -> FollowUpImport:
    """Stores the uploaded table. Its columns get the meanings that this account last gave the same headings.

    Deletes tables of this account that were never carried out. Raises Refused if `by` may not.
    """
    _require(by)
    mine = FollowUpImport.objects.filter(by=by)
    before = mine.filter(headers=list(sheet.headers)).exclude(mapping={}).first()
    mine.filter(carried_out_at=None).delete()
    return FollowUpImport.objects.create(
        by=by,
        at=now,
        file_name=file_name[:255],
        headers=list(sheet.headers),
        rows=[list(row) for row in sheet.rows],
        numbers=list(sheet.numbers),
        mapping=before.mapping if before else {},
    )


def say_columns(*, brought: FollowUpImport, mapping: Mapping[str, int], reason: str, by: User) -> None:
    """Sets what the columns mean. Raises Refused, and Conflict if the import was carried out already."""
    _require(by)
    waiting = FollowUpImport.objects.filter(pk=brought.pk, by=by, carried_out_at=None)
    if not waiting.update(mapping=dict(mapping), reason=reason.strip()):
        raise Conflict(_("This list is in the register already."))


@transaction.atomic
def carry_out_import(*, brought: FollowUpImport, digest: str, by: User, now: datetime) -> FollowUpImport:
    """Creates and changes follow-ups as the plan with this digest says, all in one transaction; refused rows are left
    out.

    Raises Refused if `by` may not, Conflict if it was carried out already or if the plan has changed meanwhile.
    """
    _require(by)
    held = FollowUpImport.objects.select_for_update().filter(pk=brought.pk, by=by).first()
    if held is None or held.carried_out_at is not None:
        raise Conflict(_("This list is in the register already."))
    plan = plan_of(held, by=by)
    if plan.digest != digest:
        raise Conflict(_("The register changed in the meantime. Look again at what the list would do."))
    created, changed = plan.of(Outcome.CREATED), plan.of(Outcome.CHANGED)
    try:
        with transaction.atomic():
            before = rows_of(_locked(changed))
            made = _meet(plan.meetings, held, by, now)
            entries = _create(created, made, held, by, now) + _change(changed, by, now)
    except IntegrityError as error:
        raise Conflict(
            _("The register changed in the meantime. Look again at what the list would do.")
        ) from error
    tell_of_changes(entries=entries)
    held.carried_out_at, held.created, held.changed = now, len(created), len(changed)
    held.results = [asdict(one) for one in told(plan.lines)]
    held.changes = difference(before, _written([*created, *changed], made.values()))
    held.save(update_fields=["carried_out_at", "created", "changed", "results", "changes"])
    return held


def _locked(lines: Sequence[ImportRow]) -> QuerySet[Commitment]:
    """The follow-ups that these rows change, locked until the end of the transaction."""
    numbers = [line.commitment.pk for line in lines if line.commitment]
    return Commitment.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")


def _written(lines: Sequence[ImportRow], made: Collection[Engagement]) -> Snapshot:
    """The follow-ups of these rows and the engagements that were created, as they are in the database."""
    numbers = [line.commitment.pk for line in lines if line.commitment]
    engagements = [engagement.pk for engagement in made]
    found = rows_of(Commitment.objects.filter(pk__in=numbers))
    found |= rows_of(Engagement.objects.filter(pk__in=engagements))
    for ties in (Engagement.partner_countries.through, Engagement.partners.through):
        found |= rows_of(ties._base_manager.filter(engagement__in=engagements))
    return found


def _meet(
    meetings: Sequence[Meeting], held: FollowUpImport, by: User, now: datetime
) -> dict[Meeting, Engagement]:
    """Creates the engagements, which have no source: the list is all that tells of them."""
    if not meetings:
        return {}
    made = {meeting: _held(meeting, by, now) for meeting in meetings}
    with derived_once() as touched:
        Engagement.objects.bulk_create(made.values())
        touched.extend(engagement.pk for engagement in made.values())
        of_country, of_partner = Engagement.partner_countries.through, Engagement.partners.through
        abroad = [(made[one], country) for one in meetings if (country := one.country) is not None]
        of_country.objects.bulk_create(
            of_country(engagement=engagement, country_id=country) for engagement, country in abroad
        )
        of_partner.objects.bulk_create(
            of_partner(engagement=made[one], partner=one.side)
            for one in meetings
            if isinstance(one.side, Partner)
        )
    _tell(made, held, by, now)
    return made


def _tell(made: Mapping[Meeting, Engagement], held: FollowUpImport, by: User, now: datetime) -> None:
    """The entry is what tells that a list brought it along: `trail.brought_along`."""
    lines: list[tuple[Engagement, Mapping[str, tuple[Any, Any]], str]] = []
    for meeting, engagement in made.items():
        names = ("kind", "status", "title", "date", "date_precision")
        changes = {name: (None, getattr(engagement, name)) for name in names if getattr(engagement, name)}
        changes |= {"partner_countries": (None, meeting.country)} if meeting.country else {}
        changes |= {"partners": (None, meeting.side)} if isinstance(meeting.side, Partner) else {}
        changes["list"] = (None, held.file_name)
        lines.append((engagement, changes, ""))
    audit.write_many(by=by, action=Action.ADDED, lines=lines, now=now)


def _held(meeting: Meeting, by: User, now: datetime) -> Engagement:
    ahead = meeting.day is not None and meeting.day > timezone.localdate(now)
    return Engagement(
        kind=Kind.INTERNAL if meeting.is_internal else Kind.MEETING,
        status=EngagementStatus.PLANNED if ahead else EngagementStatus.HELD,
        title=meeting.title,
        date=meeting.day,
        date_precision=meeting.precision,
        approved_by=by,
        approved_at=now,
    )


def _create(
    lines: Sequence[ImportRow],
    made: Mapping[Meeting, Engagement],
    held: FollowUpImport,
    by: User,
    now: datetime,
) -> list[AuditEntry]:
    names, owners = Names(), {line.asked.owner for line in lines}
    names.expect(people=owners, partners=owners)
    rows = [
        _new(line, engagement, names, now)
        for line in lines
        if (engagement := made[line.meeting] if line.meeting else line.engagement) is not None
    ]
    with derived_once() as touched:
        Commitment.objects.bulk_create(rows)
        touched.extend({row.engagement_id for row in rows})
    lines_told = []
    for line, row in zip(lines, rows, strict=True):
        line.commitment = row
        changes = {name: (before, after) for name, before, after in line.differences}
        changes["reference"] = (None, row.reference)
        changes |= {"list": (None, held.file_name), "list_row": (None, line.number)}
        lines_told.append((row, changes, line.asked.reason))
    return audit.write_many(by=by, action=Action.ADDED, lines=lines_told, now=now)


def _new(line: ImportRow, engagement: Engagement, names: Names, now: datetime) -> Commitment:
    asked = line.asked
    status = asked.status or CommitmentStatus.OPEN
    due_on, basis = asked.due_on, DueBasis.SET
    if due_on is None:
        due_on = None if status in _CLOSED else default_due_date(engagement)
        basis = DueBasis.DEFAULT if due_on else DueBasis.NONE
    return Commitment(
        engagement=engagement,
        kind=asked.kind or CommitmentKind.AGREED,
        text=asked.text,
        owner=asked.owner,
        **names.owner(asked.owner).columns,
        assignee=asked.assignee,
        due_on=due_on,
        due_basis=basis,
        status=status,
        closed_on=timezone.localdate(now) if status in _CLOSED else None,
        reference=asked.reference,
    )


def _change(lines: Sequence[ImportRow], by: User, now: datetime) -> list[AuditEntry]:
    entries = []
    for line in lines:
        if line.commitment is not None and line.change is not None:
            _fresh, entry = carry_out(commitment=line.commitment, change=line.change, by=by, now=now)
            entries += [entry] if entry else []
    return entries


def _require(by: User) -> None:
    refuse_without(Permission.MANAGE_COMMITMENTS, by)
