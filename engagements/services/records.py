"""What an editor decided, as the register takes it: values with the words they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where a value stands in the source: half-open character offsets into `Source.text`.

    `field` is the field's name in the record it belongs to (`date`, `due_on`); for one value among many with
    the value behind a colon (`partner_countries:JP`, `topics:mining`, `organizations:<as written>`). `value`
    is the value as this source has it. `band` is an EvidenceBand, `state` an EvidenceState. The quotation
    itself is cut from the source by the service.
    """

    field: str
    start: int
    end: int
    value: str
    rule: str
    band: str
    state: str


@dataclass(frozen=True, slots=True)
class ParticipantRecord:
    """A person or an office. `country` is an ISO code or None; `side` a Side.

    `person` is the number of the person whom an editor recognised in the name; None leaves it to the name, unless
    `is_new` says that it is somebody new. With `remember` the name becomes an alias of whom it was recognised as.
    `joins` is the number of the engagement's participant who this is; None leaves it to person and office.
    Fields of its quotations: name, role, organization, country.
    """

    name: str
    role: str
    organization: str
    side: str
    country: str | None
    evidence: tuple[Quotation, ...] = ()
    person: int | None = None
    joins: int | None = None
    is_new: bool = False
    remember: bool = True


@dataclass(frozen=True, slots=True)
class CommitmentRecord:
    """Something promised. A due date with a quotation of `due_on` is one that the source states.

    `joins` is the number of the engagement's commitment that this is; None leaves it to the text.
    Fields of its quotations: kind, text, owner, due_on.
    """

    kind: str
    text: str
    owner: str
    due_on: dt.date | None
    evidence: tuple[Quotation, ...] = ()
    joins: int | None = None


@dataclass(frozen=True, slots=True)
class EngagementRecord:
    """One engagement. Countries are ISO codes, topics their codes, organisations names as written.

    `organization_links` has the number of the partner for each of these names in which an editor recognised one;
    `organizations_new` are those that are somebody new, whatever the register has of that name, and
    `organizations_unremembered` those that become no alias.
    `confidentiality` is a Confidentiality.
    """

    kind: str
    status: str
    title: str
    summary: str
    date: dt.date | None
    date_precision: str
    date_end: dt.date | None
    date_as_written: str
    city: str
    country: str | None
    partner_countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    participants: tuple[ParticipantRecord, ...] = ()
    commitments: tuple[CommitmentRecord, ...] = ()
    evidence: tuple[Quotation, ...] = ()
    organization_links: Mapping[str, int] = field(default_factory=dict)
    confidentiality: str = "open"
    organizations_new: frozenset[str] = frozenset()
    organizations_unremembered: frozenset[str] = frozenset()
