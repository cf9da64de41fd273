"""Writes the parts of a record into an engagement. Parts that the engagement has already only get further evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _

from arabic.folding import fold
from engagements.errors import Conflict
from engagements.models import (
    Action,
    AliasOrigin,
    Commitment,
    DueBasis,
    Engagement,
    Evidence,
    Participation,
    Partner,
    Person,
    Source,
    User,
)
from engagements.names.visible import existing
from engagements.services import audit
from engagements.services.due_dates import default_due_date
from engagements.services.linking import remember_partner, remember_person
from engagements.services.names import Names, Owner, gone, tidy
from engagements.services.records import CommitmentRecord, EngagementRecord, ParticipantRecord, Quotation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model

_TOLD = {"owner", "due_on"}
Part = TypeVar("Part", Participation, Commitment)
Known = TypeVar("Known", Person, Partner)


class PartsWriter:
    """Writes the parts of one record, told by `source`, into one engagement.

    `made` are the names and aliases that were new to the register.
    """

    def __init__(self, engagement: Engagement, source: Source, by: User, now: datetime) -> None:
        self.engagement = engagement
        self.source = source
        self.by = by
        self.now = now
        self.names = Names()
        self.rows: list[Evidence] = []
        self.participations: list[Participation] = []
        self.commitments: list[Commitment] = []
        self.spellings: list[Model] = []

    @property
    def made(self) -> list[Model]:
        return [*self.names.created, *self.spellings]

    @property
    def written(self) -> dict[str, list[Any]]:
        """The rows of a new engagement by relation, for `closure`. There are no others, so they need not be read
        back.
        """
        return {
            "participations": self.participations,
            "commitments": self.commitments,
            "evidence": self.rows,
            "settlements": [],
            "drafts": [],
        }

    def write(self, record: EngagementRecord) -> None:
        engagement = self.engagement
        engagement.sources.add(self.source)
        by_code: list[tuple[Any, tuple[str, ...]]] = [
            (engagement.partner_countries, record.partner_countries),
            (engagement.topics, record.topics),
        ]
        for relation, codes in by_code:
            relation.add(*codes)
        self.participations = list(engagement.participations.select_related("person"))
        self.commitments = list(engagement.commitments.all())
        owners = [commitment.owner for commitment in record.commitments]
        self.names.expect(
            people=[*(person.name for person in record.participants), *owners],
            partners=[*record.organizations, *owners],
        )
        self._quote(record.evidence)
        countries = {
            tidy(person.organization): person.country for person in record.participants if person.country
        }
        engagement.partners.add(
            *(
                self._partner(name, record, countries.get(tidy(name)))
                for name in record.organizations
                if tidy(name)
            )
        )
        for person in record.participants:
            self._participant(person)
        for commitment in record.commitments:
            self._commitment(commitment)
        self._keep_new()
        Evidence.objects.bulk_create(self.rows)

    def _keep_new(self) -> None:
        """Inserts the participants and commitments that are new."""
        Participation.objects.bulk_create([row for row in self.participations if row.pk is None])
        Commitment.objects.bulk_create([row for row in self.commitments if row.pk is None])

    def _participant(self, record: ParticipantRecord) -> None:
        existing = self.participations
        name = tidy(record.name)
        if record.joins is not None:
            self._join_participant(_row(existing, record.joins), name, record)
            return
        person = self._person(name, record) if name else None
        found = next((row for row in existing if _same(row, record, person.pk if person else None)), None)
        if found is None:
            found = Participation(
                engagement=self.engagement,
                person=person,
                name=name,
                role=tidy(record.role),
                organization=tidy(record.organization),
                side=record.side,
                country_id=record.country,
                position=len(existing),
            )
            existing.append(found)
        self._quote(record.evidence, participation=found)

    def _join_participant(self, row: Participation, name: str, record: ParticipantRecord) -> None:
        """Adds to a participant that the editor chose: the spelling becomes an alias, and empty columns are filled."""
        offered: dict[str, Any] = {
            "role": tidy(record.role),
            "organization": tidy(record.organization),
            "country_id": record.country,
        }
        columns = {name: value for name, value in offered.items() if value and not getattr(row, name)}
        if name and row.person is not None:
            if record.remember:
                self._remember(row.person, name)
        elif name and not row.name:
            person = self._person(name, record)
            if not any(each.person_id == person.pk for each in self.participations):
                columns |= {"name": name, "person": person}
        if columns:
            Participation.objects.filter(pk=row.pk).update(**columns)
            for column, value in columns.items():
                setattr(row, column, value)
        self._quote(record.evidence, participation=row)

    def _person(self, name: str, record: ParticipantRecord) -> Person:
        if record.person is None:
            return self.names.person(name, country=record.country, is_new=record.is_new)
        person = self._existing(self.names.recognised_person(record.person))
        if record.remember:
            self._remember(person, name)
        return person

    def _partner(self, name: str, record: EngagementRecord, country: str | None) -> Partner:
        number = record.organization_links.get(name)
        if number is None:
            return self.names.partner(name, country=country, is_new=name in record.organizations_new)
        partner = self._existing(self.names.recognised_partner(number))
        if name not in record.organizations_unremembered:
            self._remember(partner, tidy(name))
        return partner

    def _existing(self, known: Known) -> Known:
        """A record that the editor chose by number. Raises Conflict if it does not exist for that account."""
        if not existing(type(known)._default_manager.filter(pk=known.pk), self.by).exists():
            raise gone()
        return known

    def _remember(self, known: Person | Partner, name: str) -> None:
        """Makes the name an alias of the record, with an audit entry, unless the record is known by it already."""
        origin = {"origin": AliasOrigin.REVIEW, "source": self.source, "by": self.by, "at": self.now}
        remember: Any = remember_person if isinstance(known, Person) else remember_partner
        new = remember(known, name, **origin)
        if new:
            self.names.remembered(known, name)
            self.spellings.append(known.aliases.get(folded=fold(name)))
            changes = {"aliases": (None, name)}
            audit.write(by=self.by, action=Action.CHANGED, subject=known, now=self.now, changes=changes)

    def _commitment(self, record: CommitmentRecord) -> None:
        existing = self.commitments
        if record.joins is not None:
            found: Commitment | None = _row(existing, record.joins)
        else:
            folded = fold(record.text)
            found = next((row for row in existing if fold(row.text) == folded), None)
        owner = self.names.owner(record.owner)
        if found is None:
            found = Commitment(
                engagement=self.engagement,
                kind=record.kind,
                text=record.text,
                owner=tidy(record.owner),
                **owner.columns,
                **self._due(record),
                position=len(existing),
            )
            existing.append(found)
        else:
            self._complete(found, record, owner)
        self._quote(record.evidence, commitment=found)

    def _complete(self, found: Commitment, record: CommitmentRecord, owner: Owner) -> None:
        """Fills the owner and the due date of an open follow-up that has none. A closed one stays as it is."""
        offered: dict[str, Any] = {}
        if found.is_open and not found.owner and record.owner:
            offered |= {"owner": tidy(record.owner), **owner.columns}
        undecided = found.due_basis in {DueBasis.NONE, DueBasis.DEFAULT}
        if found.is_open and undecided and record.due_on is not None:
            offered |= self._due(record)
        if offered:
            self._keep_new()  # the follow-up may itself be new, and an audit entry needs its number
            before = {name: getattr(found, name) or None for name in _TOLD}
            Commitment.objects.filter(pk=found.pk).update(**offered)
            for column, value in offered.items():
                setattr(found, column, value)
            changes = {name: (before[name], value) for name, value in offered.items() if name in _TOLD}
            audit.write(by=self.by, action=Action.CHANGED, subject=found, now=self.now, changes=changes)

    def _due(self, record: CommitmentRecord) -> dict[str, Any]:
        """The columns of the due date: as the record has it, else the default one."""
        if record.due_on is not None:
            stated = any(quotation.field == "due_on" for quotation in record.evidence)
            return {"due_on": record.due_on, "due_basis": DueBasis.STATED if stated else DueBasis.SET}
        due_on = default_due_date(self.engagement)
        return {"due_on": due_on, "due_basis": DueBasis.NONE if due_on is None else DueBasis.DEFAULT}

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


def _row(existing: Iterable[Part], number: int) -> Part:
    """The part with this number, which the editor chose. Raises Conflict if it is gone."""
    found = next((row for row in existing if row.pk == number), None)
    if found is None:
        raise Conflict(_("The engagement was changed in the meantime. Compare again."))
    return found


def _same(row: Participation, record: ParticipantRecord, person: int | None) -> bool:
    """Whether the row is this participant: the same person or, if neither is named, the same office."""
    if person is not None or row.person_id is not None:
        return person == row.person_id
    return (
        fold(row.role) == fold(tidy(record.role))
        and fold(row.organization) == fold(tidy(record.organization))
        and row.country_id == record.country
    )
