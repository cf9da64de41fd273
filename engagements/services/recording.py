"""An approved draft enters the register: as a new engagement, or as a further source of one that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from arabic.folding import fold
from engagements.models import (
    Action,
    Commitment,
    Country,
    DueBasis,
    Engagement,
    Evidence,
    Participation,
    Partner,
    Person,
    Source,
    Topic,
    User,
)
from engagements.services import audit
from engagements.services.linking import remember_partner, remember_person
from engagements.services.names import Names, tidy
from engagements.services.records import (
    CommitmentRecord,
    EngagementRecord,
    ParticipantRecord,
    Quotation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    """Writes the engagement with its parts, its evidence and its audit entry.

    Persons and partners are linked where an editor recognised them, which makes the name an alias, or where
    their folded name or an alias is known; else created. Nothing is ever merged. Raises ValueError for a
    quotation outside the source's text, Conflict for a recognised record that is gone, IntegrityError for a
    value that the tables refuse.
    """
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
        approved_by=by,
        approved_at=now,
    )
    _Writer(engagement, source, by, now).write(record)
    changes = {name: (None, getattr(record, name)) for name in _SCALARS if getattr(record, name)}
    changes["sources"] = (None, str(source))
    audit.write(by=by, action=Action.APPROVED, subject=engagement, now=now, changes=changes)
    return engagement


@transaction.atomic
def add_source(
    *, engagement: Engagement, source: Source, record: EngagementRecord, by: User, now: datetime
) -> Engagement:
    """Adds what another source says to an engagement that is already in the register.

    What the engagement has stays as it is; empty fields are filled, and people, partners, countries, topics
    and commitments that it does not have are added. Every value of `record` becomes evidence with the value
    as this source has it, so that a disagreement between sources can be shown. Raises as `record_engagement`.
    """
    engagement = Engagement.objects.select_for_update().get(pk=engagement.pk)
    changes = _fill(engagement, record)
    if changes:
        engagement.save(update_fields=list(changes))
    _Writer(engagement, source, by, now).write(record)
    changes["sources"] = (None, str(source))
    audit.write(by=by, action=Action.APPROVED, subject=engagement, now=now, changes=changes)
    return engagement


def _fill(engagement: Engagement, record: EngagementRecord) -> dict[str, tuple[Any, Any]]:
    """Sets the fields that are empty, and says which."""
    offered: dict[str, Any] = {
        "summary": record.summary,
        "city": record.city,
        "country_id": record.country,
        "date_as_written": record.date_as_written,
    }
    if engagement.date is None and record.date is not None:
        offered |= {"date": record.date, "date_precision": record.date_precision, "date_end": record.date_end}
    changes: dict[str, tuple[Any, Any]] = {}
    for name, value in offered.items():
        before = getattr(engagement, name)
        if value and (not before or name == "date_precision"):
            setattr(engagement, name, value)
            changes[name] = (before or None, value)
    return changes


class _Writer:
    """Writes the parts of one record into one engagement; what is there already gets evidence only."""

    def __init__(self, engagement: Engagement, source: Source, by: User, now: datetime) -> None:
        self.engagement = engagement
        self.source = source
        self.by = by
        self.now = now
        self.names = Names()
        self.rows: list[Evidence] = []

    def write(self, record: EngagementRecord) -> None:
        engagement = self.engagement
        engagement.sources.add(self.source)
        engagement.partner_countries.add(*Country.objects.filter(pk__in=record.partner_countries))
        engagement.topics.add(*Topic.objects.filter(pk__in=record.topics))
        self._quote(record.evidence)
        countries = {
            tidy(person.organization): person.country for person in record.participants if person.country
        }
        for name in record.organizations:
            if tidy(name):
                number = record.organization_links.get(name)
                engagement.partners.add(self._partner(name, number, countries.get(tidy(name))))
        for person in record.participants:
            self._participant(person)
        for commitment in record.commitments:
            self._commitment(commitment)
        Evidence.objects.bulk_create(self.rows)

    def _participant(self, record: ParticipantRecord) -> None:
        existing = self.engagement.participations.all()
        name = tidy(record.name)
        person = self._person(name, record) if name else None
        found = next((row for row in existing if _same(row, record, person.pk if person else None)), None)
        if found is None:
            found = Participation.objects.create(
                engagement=self.engagement,
                person=person,
                name=name,
                role=tidy(record.role),
                organization=tidy(record.organization),
                side=record.side,
                country_id=record.country,
                position=len(existing),
            )
        self._quote(record.evidence, participation=found)

    def _person(self, name: str, record: ParticipantRecord) -> Person:
        if record.person is None:
            return self.names.person(name, country=record.country)
        person = self.names.recognised_person(record.person)
        if remember_person(person, name):
            self._tell_alias(person, name)
        return person

    def _partner(self, name: str, number: int | None, country: str | None) -> Partner:
        if number is None:
            return self.names.partner(name, country=country)
        partner = self.names.recognised_partner(number)
        if remember_partner(partner, name):
            self._tell_alias(partner, tidy(name))
        return partner

    def _tell_alias(self, known: Person | Partner, name: str) -> None:
        audit.write(
            by=self.by, action=Action.CHANGED, subject=known, now=self.now, changes={"aliases": (None, name)}
        )

    def _commitment(self, record: CommitmentRecord) -> None:
        existing = self.engagement.commitments.all()
        folded = fold(record.text)
        found = next((row for row in existing if fold(row.text) == folded), None)
        if found is None:
            owner = self.names.owner(record.owner)
            found = Commitment.objects.create(
                engagement=self.engagement,
                kind=record.kind,
                text=record.text,
                owner=tidy(record.owner),
                owner_partner=owner.partner,
                owner_person=owner.person,
                due_on=record.due_on,
                due_basis=_basis(record),
                position=len(existing),
            )
        self._quote(record.evidence, commitment=found)

    def _quote(
        self,
        quotations: Iterable[Quotation],
        *,
        participation: Participation | None = None,
        commitment: Commitment | None = None,
    ) -> None:
        text = self.source.text
        for item in quotations:
            if not 0 <= item.start < item.end <= len(text):
                raise ValueError(f"{item.field}: {item.start}-{item.end} is not in the source's {len(text)}")
            self.rows.append(
                Evidence(
                    engagement=self.engagement,
                    participation=participation,
                    commitment=commitment,
                    source=self.source,
                    field=item.field,
                    start=item.start,
                    end=item.end,
                    quote=text[item.start : item.end],
                    value=item.value,
                    rule=item.rule,
                    band=item.band,
                    state=item.state,
                )
            )


def _same(row: Participation, record: ParticipantRecord, person: int | None) -> bool:
    """Whether the row is this participant: the same person, or the same office without a name."""
    if person is not None or row.person_id is not None:
        return person == row.person_id
    return (
        fold(row.role) == fold(tidy(record.role))
        and fold(row.organization) == fold(tidy(record.organization))
        and row.country_id == record.country
    )


def _basis(record: CommitmentRecord) -> DueBasis:
    if record.due_on is None:
        return DueBasis.NONE
    stated = any(quotation.field == "due_on" for quotation in record.evidence)
    return DueBasis.STATED if stated else DueBasis.SET
