"""What the reader says of a release: the shape of a draft, value by value, each with its evidence.

`Reading.to_json()` is the contract with everything outside (command line, scorer, stored draft): the keys of the
annotation guide, and beside every key `k` its `k_evidence`, `k_rule` and `k_band`. For a field with many values
those are lists parallel to the values. Evidence is `[start, end]`, half-open character offsets into the decoded
text; it is null where the value is null or follows from a setting and not from words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeVar

T_co = TypeVar("T_co", covariant=True)
Json = dict[str, Any]


class Band(StrEnum):
    """How far a value may be trusted. SURE is meant to be right at least 95 times in 100."""

    SURE = "sure"
    CHECK = "check"
    GUESS = "guess"


class Span(NamedTuple):
    """Half-open character offsets into the decoded text."""

    start: int
    end: int

    def to_json(self) -> list[int] | None:
        """`[start, end]`; null if it quotes nothing."""
        return [self.start, self.end] if self.start < self.end else None


class Value(NamedTuple, Generic[T_co]):
    """A value, the words it was taken from, the rule that took it and how far to trust it."""

    value: T_co
    evidence: Span | None = None
    rule: str = ""
    band: Band = Band.CHECK


_NOTHING: Value[Any] = Value(None)
_HELD = Value("held")


def nothing() -> Value[Any]:
    """The value of a field of which the text says nothing."""
    return _NOTHING


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who took part. `name` is null for a person known by office alone."""

    name: Value[str | None] = field(default_factory=nothing)
    role: Value[str | None] = field(default_factory=nothing)
    organization: Value[str | None] = field(default_factory=nothing)
    country: Value[str | None] = field(default_factory=nothing)

    def to_json(self) -> Json:
        return _scalars(name=self.name, role=self.role, organization=self.organization, country=self.country)


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something that somebody is now to do. `due` is ISO: YYYY-MM-DD, YYYY-MM or YYYY."""

    kind: Value[str]
    text: Value[str]
    owners: tuple[Value[str], ...] = ()
    due: Value[str | None] = field(default_factory=nothing)

    def to_json(self) -> Json:
        return (
            _scalars(kind=self.kind, text=self.text) | _list("owners", self.owners) | _scalars(due=self.due)
        )


@dataclass(frozen=True, slots=True)
class Engagement:
    """One encounter of officials or institutions, as the annotation guide defines its fields.

    `date` is ISO, as precise as `date_precision` (day, month, year, none) says; `date_end` ends a range of
    days; `flags` names what a person should look at (for example `weekday_conflict`). `title` and `summary`
    are put together from the other fields and so have no evidence of their own.
    """

    kind: Value[str]
    primary: bool = True
    status: Value[str] = _HELD
    date: Value[str | None] = field(default_factory=nothing)
    date_precision: str = "none"
    date_end: Value[str | None] = field(default_factory=nothing)
    city: Value[str | None] = field(default_factory=nothing)
    country: Value[str | None] = field(default_factory=nothing)
    partner_countries: tuple[Value[str], ...] = ()
    participants: tuple[Participant, ...] = ()
    organizations: tuple[Value[str], ...] = ()
    topics: tuple[Value[str], ...] = ()
    commitments: tuple[Commitment, ...] = ()
    title: str = ""
    summary: str = ""
    flags: tuple[str, ...] = ()

    def to_json(self) -> Json:
        return (
            {"primary": self.primary, "title": self.title, "summary": self.summary, "flags": list(self.flags)}
            | _scalars(kind=self.kind, status=self.status, date=self.date)
            | {"date_precision": self.date_precision}
            | _scalars(date_end=self.date_end, city=self.city, country=self.country)
            | _list("partner_countries", self.partner_countries)
            | {"participants": [person.to_json() for person in self.participants]}
            | _list("organizations", self.organizations)
            | _list("topics", self.topics)
            | {"commitments": [commitment.to_json() for commitment in self.commitments]}
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a release says. `language` is `ar`, `en` or `und`; `published` is ISO or null."""

    home: str
    published: str | None
    language: str
    engagements: tuple[Engagement, ...]

    def to_json(self) -> Json:
        return {
            "home": self.home,
            "published": self.published,
            "language": self.language,
            "engagements": [engagement.to_json() for engagement in self.engagements],
        }


def _scalars(**values: Value[Any]) -> Json:
    out: Json = {}
    for key, value in values.items():
        out[key] = value.value
        out[f"{key}_evidence"] = value.evidence.to_json() if value.evidence else None
        out[f"{key}_rule"] = value.rule
        out[f"{key}_band"] = value.band.value
    return out


def _list(key: str, values: tuple[Value[Any], ...]) -> Json:
    return {
        key: [value.value for value in values],
        f"{key}_evidence": [value.evidence.to_json() if value.evidence else None for value in values],
        f"{key}_rule": [value.rule for value in values],
        f"{key}_band": [value.band.value for value in values],
    }
