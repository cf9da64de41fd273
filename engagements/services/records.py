"""The values that an editor decided, in the form in which the register takes them, with the words they came from."""

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
    """A participant: a person, or an office without a name. `country` is an ISO code or None, `side` a Side.

    `person` is the number of the person that an editor chose for the name. If it is None, the name decides, unless
    `is_new` says that this is somebody whom the register does not have. If `remember` is set, the name becomes an
    alias of the chosen person. `joins` is the number of the engagement's participant that this is; if it is None,
    person and office decide. Fields of its quotations: name, role, organization, country.
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
    """Something promised. If there is a quotation of `due_on`, the source states the due date; otherwise the editor
    set it.

    `joins` is the number of the engagement's commitment that this is; if it is None, the text decides. Fields of its
    quotations: kind, text, owner, due_on.
    """

    kind: str
    text: str
    owner: str
    due_on: dt.date | None
    evidence: tuple[Quotation, ...] = ()
    joins: int | None = None


@dataclass(frozen=True, slots=True)
class EngagementRecord:
    """One engagement. Countries are ISO codes, topics are codes of the vocabulary, organisations are names as
    written, `confidentiality` is a Confidentiality.

    Three fields say what an editor chose for names in `organizations`: `organization_links` maps a name to the number
    of the partner it means; `organizations_new` are names of organisations that the register does not have, even if
    it knows the name; `organizations_unremembered` are names that do not become aliases.
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
