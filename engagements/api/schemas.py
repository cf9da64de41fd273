"""The schemas of the answers. Their descriptions appear in /api/v1/openapi.json and, translated, on the page about
the API.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema


class Named(Schema):
    name_ar: str
    name_en: str


class CountryName(Named):
    code: str = Field(description=_("ISO 3166-1, two letters"))


class TopicName(Named):
    code: str


class PartnerName(Named):
    id: int
    kind: str


class PersonName(Named):
    id: int


class When(Schema):
    value: str | None = Field(
        description=_("ISO 8601, as exact as it is known: 2024, 2024-05 or 2024-05-31; null if unknown")
    )
    precision: str = Field(description=_("day, month, year or none"))
    first_day: date | None
    last_day: date | None = Field(description=_("of what took longer than a day"))
    as_written: str


class Participant(Schema):
    id: int
    person_id: int | None
    name: str = Field(description=_("as the sources write it"))
    role: str
    organization: str
    side: str = Field(description=_("home or partner"))
    country: CountryName | None


class EngagementLine(Schema):
    id: int
    page: str = Field(description=_("address of the page"))
    title: str
    summary: str
    kind: str
    status: str
    date: When
    city: str
    country: CountryName | None = Field(description=_("where it took place"))
    partner_countries: list[CountryName]
    partners: list[PartnerName]
    topics: list[TopicName]
    participants: list[Participant]
    restricted: bool
    disputed: int = Field(description=_("fields in which the sources disagree and nobody settled it"))


class SourceLine(Schema):
    id: int
    page: str
    outlet: str
    title: str
    url: str
    published_on: date | None
    language: str


class EvidenceLine(Schema):
    field: str
    participant_id: int | None
    commitment_id: int | None
    source_id: int
    start: int = Field(description=_("first character of the source's text, from 0"))
    end: int
    quote: str
    value: str
    rule: str
    band: str = Field(description=_("how sure the reader was: sure, check, guess or hand"))
    state: str = Field(description=_("what the editor did with it: accepted, corrected or added"))


class EngagementName(Schema):
    id: int
    title: str
    date: When


class CommitmentLine(Schema):
    id: int
    page: str
    text: str
    kind: str
    status: str
    owner: str = Field(description=_("who must act, as written"))
    owner_unit_id: int | None = Field(description=_("the unit of the ministry that must act"))
    owner_partner_id: int | None
    owner_person_id: int | None
    assignee: str | None
    due_on: date | None
    due_basis: str
    closed_on: date | None
    rating: str = Field(
        description=_("of the last report: on_track, at_risk or late; empty without a report")
    )
    reference: str = Field(description=_("its number in the ministry's own list, if it has one"))
    days_late: int = Field(description=_("negative while there is time"))
    engagement: EngagementName
    countries: list[CountryName]


class EngagementWhole(EngagementLine):
    approved_at: datetime
    commitments: list[CommitmentLine]
    sources: list[SourceLine]
    evidence: list[EvidenceLine]


class CountryLine(CountryName):
    page: str
    region: str
    engagements: int
    last_held: date | None
    open_commitments: int
    overdue_commitments: int


class PartnerLine(PartnerName):
    page: str
    country: CountryName | None


class PersonLine(PersonName):
    page: str
    country: CountryName | None


class PartnerWhole(PartnerLine):
    aliases: list[str]


class PersonWhole(PersonLine):
    aliases: list[str]


class Listed(Schema):
    total: int = Field(description=_("rows of the whole list, counted up to a limit"))
    total_is_exact: bool
    next: str | None = Field(
        description=_("address of the next page, stable while records arrive; null on the last")
    )


class EngagementList(Listed):
    results: list[EngagementLine]


class CommitmentList(Listed):
    results: list[CommitmentLine]


class CountryList(Listed):
    results: list[CountryLine]


class PartnerList(Listed):
    results: list[PartnerLine]


class PersonList(Listed):
    results: list[PersonLine]


class TopicList(Listed):
    results: list[TopicName]


class Problem(Schema):
    """RFC 9457, as application/problem+json; title, detail and errors are in the language of the account."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[str] = Field(description=_("what was not understood, each in words"))
