"""Turns rows of the register into the schemas of the API. The number of queries does not depend on the number of
rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.urls import reverse

from engagements.api import schemas
from engagements.models import Commitment, DatePrecision, Engagement

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

    from engagements.models import Country, Evidence, Participation, Partner, Person, Source, Topic, User
    from engagements.world.countries import CountryRow

_EXACT = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}


class Showing:
    """Makes the schemas, with absolute URLs of this site; `today` decides what is overdue."""

    def __init__(self, request: HttpRequest, today: date) -> None:
        self.request = request
        self.today = today

    def engagements(self, numbers: Sequence[int]) -> list[schemas.EngagementLine]:
        """The engagements with these ids, in this order; ids that do not exist are left out."""
        rows = Engagement.objects.select_related("country").prefetch_related(
            "partner_countries", "partners", "topics", "participations__country"
        )
        found = rows.in_bulk(numbers)
        return [
            schemas.EngagementLine(**self._engagement(found[number])) for number in numbers if number in found
        ]

    def engagement(self, engagement: Engagement) -> schemas.EngagementWhole:
        """With its follow-ups, sources and evidence. `engagement` was fetched by `for_page`."""
        countries = [country(one) for one in engagement.partner_countries.all()]
        sources = {one.source_id: one.source for one in engagement.evidence.all()}
        sources |= {source.pk: source for source in engagement.sources.all()}
        return schemas.EngagementWhole(
            **self._engagement(engagement),
            approved_at=engagement.approved_at,
            commitments=[
                self._commitment(one, engagement, countries) for one in engagement.commitments.all()
            ],
            sources=[self._source(source) for _number, source in sorted(sources.items())],
            evidence=[_evidence(one) for one in engagement.evidence.all()],
        )

    def commitments(self, rows: Iterable[Commitment]) -> list[schemas.CommitmentLine]:
        """The follow-ups in the order of `rows`."""
        numbers = [row.pk for row in rows]
        found = (
            Commitment.objects.select_related("engagement", "assignee")
            .prefetch_related("engagement__partner_countries")
            .in_bulk(numbers)
        )
        return [self.commitment(found[number]) for number in numbers if number in found]

    def commitment(self, row: Commitment) -> schemas.CommitmentLine:
        countries = [country(one) for one in row.engagement.partner_countries.all()]
        return self._commitment(row, row.engagement, countries)

    def countries(self, rows: Iterable[CountryRow]) -> list[schemas.CountryLine]:
        return [self.country(row) for row in rows]

    def country(self, row: CountryRow) -> schemas.CountryLine:
        return schemas.CountryLine(
            **country(row.country).dict(),
            page=self._address("country", row.country.pk),
            region=row.country.region,
            engagements=row.engagements,
            last_held=row.last,
            open_commitments=row.open,
            overdue_commitments=row.overdue,
        )

    def partner(self, partner: Partner) -> schemas.PartnerLine:
        return schemas.PartnerLine(
            **_partner(partner).dict(),
            page=self._address("partner", partner.pk),
            country=_some(partner.country),
        )

    def person(self, person: Person) -> schemas.PersonLine:
        return schemas.PersonLine(
            **_names(person),
            id=person.pk,
            page=self._address("person", person.pk),
            country=_some(person.country),
        )

    def _address(self, page: str, number: int | str) -> str:
        return self.request.build_absolute_uri(reverse(page, args=[number]))

    def _engagement(self, row: Engagement) -> dict[str, Any]:
        return {
            "id": row.pk,
            "page": self.request.build_absolute_uri(row.get_absolute_url()),
            "title": row.title,
            "summary": row.summary,
            "kind": row.kind,
            "status": row.status,
            "date": when(row),
            "city": row.city,
            "country": _some(row.country),
            "partner_countries": [country(one) for one in row.partner_countries.all()],
            "partners": [_partner(one) for one in row.partners.all()],
            "topics": [topic(one) for one in row.topics.all()],
            "participants": [_participant(one) for one in row.participations.all()],
            "restricted": row.confidentiality != "open",
            "disputed": row.disputed,
        }

    def _commitment(
        self, row: Commitment, engagement: Engagement, countries: list[schemas.CountryName]
    ) -> schemas.CommitmentLine:
        return schemas.CommitmentLine(
            id=row.pk,
            page=self.request.build_absolute_uri(row.get_absolute_url()),
            text=row.text,
            kind=row.kind,
            status=row.status,
            owner=row.owner,
            owner_unit_id=row.owner_unit_id,
            owner_partner_id=row.owner_partner_id,
            owner_person_id=row.owner_person_id,
            assignee=row.assignee.display_name if row.assignee else None,
            due_on=row.due_on,
            due_basis=row.due_basis,
            closed_on=row.closed_on,
            rating=row.rating,
            reference=row.reference,
            days_late=row.days_late(self.today),
            engagement=schemas.EngagementName(
                id=engagement.pk, title=engagement.title, date=when(engagement)
            ),
            countries=countries,
        )

    def _source(self, source: Source) -> schemas.SourceLine:
        source.as_seen_by(cast("User", self.request.user))
        return schemas.SourceLine(
            id=source.pk,
            page=self.request.build_absolute_uri(source.get_absolute_url()),
            outlet=source.outlet,
            title=source.title,
            url=source.url,
            published_on=source.published_on,
            language=source.language,
        )


def when(row: Engagement) -> schemas.When:
    """Its date, only as exact as it is known."""
    exact = _EXACT.get(DatePrecision(row.date_precision), 0)
    return schemas.When(
        value=row.date.isoformat()[:exact] if row.date else None,
        precision=row.date_precision,
        first_day=row.date,
        last_day=row.date_end,
        as_written=row.date_as_written,
    )


def country(row: Country) -> schemas.CountryName:
    return schemas.CountryName(code=row.code, **_names(row))


def topic(row: Topic) -> schemas.TopicName:
    return schemas.TopicName(code=row.code, **_names(row))


def _some(row: Country | None) -> schemas.CountryName | None:
    return country(row) if row else None


def _partner(row: Partner) -> schemas.PartnerName:
    return schemas.PartnerName(id=row.pk, kind=row.kind, **_names(row))


def _names(row: Country | Topic | Partner | Person) -> dict[str, str]:
    return {"name_ar": row.name_ar, "name_en": row.name_en}


def _participant(row: Participation) -> schemas.Participant:
    return schemas.Participant(
        id=row.pk,
        person_id=row.person_id,
        name=row.name,
        role=row.role,
        organization=row.organization,
        side=row.side,
        country=_some(row.country),
    )


def _evidence(row: Evidence) -> schemas.EvidenceLine:
    return schemas.EvidenceLine(
        field=row.field,
        participant_id=row.participation_id,
        commitment_id=row.commitment_id,
        source_id=row.source_id,
        start=row.start,
        end=row.end,
        quote=row.quote,
        value=row.value,
        rule=row.rule,
        band=row.band,
        state=row.state,
    )
