"""An engagement's values, each with the words it was taken from and what other sources say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from engagements.models import Evidence, EvidenceBand, EvidenceState, Kind, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagements.models import Commitment, Engagement, Participation, Source


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source. `unsure`: the machine was not sure; `corrected`: the editor read them otherwise."""

    text: str
    source: Source
    href: str
    unsure: bool
    corrected: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One of several values that the sources have for one field."""

    value: str
    quotes: list[Quote]


@dataclass(frozen=True, slots=True)
class Row:
    """A field: what it is called and how it is shown (`kind` says which), its quotations, any disagreement."""

    name: str
    label: str
    quotes: list[Quote]
    conflict: list[Said] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PersonRow:
    participation: Participation
    quotes: list[Quote]
    conflict: list[Said]


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    commitment: Commitment
    quotes: list[Quote]


@dataclass(frozen=True, slots=True)
class Record:
    """All of an engagement as its page shows it."""

    rows: list[Row]
    home: list[PersonRow]
    abroad: list[PersonRow]
    commitments: list[CommitmentRow]


def record_of(engagement: Engagement) -> Record:
    """The record of an engagement of a `for_page` query; asks the database nothing."""
    evidence = list(engagement.evidence.all())
    own = [one for one in evidence if one.participation_id is None and one.commitment_id is None]
    people = [
        _person(one, [row for row in evidence if row.participation_id == one.pk])
        for one in engagement.participations.all()
    ]
    return Record(
        rows=[_row(name, label, own) for name, label in _fields() if _has(engagement, name)],
        home=[row for row in people if row.participation.side == Side.HOME],
        abroad=[row for row in people if row.participation.side == Side.PARTNER],
        commitments=[
            CommitmentRow(one, _quotes(row for row in evidence if row.commitment_id == one.pk))
            for one in engagement.commitments.all()
        ],
    )


def _fields() -> list[tuple[str, str]]:
    return [
        ("kind", _("Kind")),
        ("date", _("Date")),
        ("place", _("Place")),
        ("partner_countries", _("Partner countries")),
        ("organizations", _("Partners")),
        ("topics", _("Topics")),
    ]


_PARTS = {"place": ("city", "country"), "date": ("date", "date_end")}


def _has(engagement: Engagement, name: str) -> bool:
    match name:
        case "kind" | "date":
            return True
        case "place":
            return bool(engagement.city or engagement.country_id)
        case "organizations":
            return bool(engagement.partners.all())
        case "topics":
            return bool(engagement.topics.all())
    return bool(engagement.partner_countries.all())


def _row(name: str, label: str, evidence: Iterable[Evidence]) -> Row:
    parts = _PARTS.get(name, (name,))
    of_it = [one for one in evidence if one.field.partition(":")[0] in parts]
    scalar = [one for one in of_it if ":" not in one.field and one.field == parts[0]]
    return Row(name, label, _quotes(of_it), _conflict(scalar))


def _person(participation: Participation, evidence: list[Evidence]) -> PersonRow:
    names = [one for one in evidence if one.field == "name"]
    return PersonRow(participation, _quotes(evidence), _conflict(names))


def _quotes(evidence: Iterable[Evidence]) -> list[Quote]:
    """The quotations, each place once: what lies within another quotation of the same source is left out."""
    kept: list[Evidence] = []
    for one in sorted(evidence, key=lambda row: (row.source_id, row.start, -row.end)):
        last = kept[-1] if kept else None
        if last is None or last.source_id != one.source_id or one.end > last.end:
            kept.append(one)
    return [_quote(one) for one in kept]


def _quote(one: Evidence) -> Quote:
    return Quote(
        text=one.quote,
        source=one.source,
        href=one.source.quotation_url(one.start, one.end),
        unsure=one.band == EvidenceBand.GUESS and one.state == EvidenceState.ACCEPTED,
        corrected=one.state == EvidenceState.CORRECTED,
    )


def _conflict(evidence: list[Evidence]) -> list[Said]:
    """What the sources say where they do not all say the same; empty where they agree.

    A value that the editor corrected is the machine's, not the source's.
    """
    said: dict[str, list[Evidence]] = {}
    for one in evidence:
        if one.value and one.state != EvidenceState.CORRECTED:
            said.setdefault(one.value, []).append(one)
    if len(said) < 2 or len({one.source_id for rows in said.values() for one in rows}) < 2:
        return []
    return [Said(_shown(rows[0]), [_quote(one) for one in rows]) for rows in said.values()]


def _shown(one: Evidence) -> str:
    return str(dict(Kind.choices).get(one.value, one.value)) if one.field == "kind" else one.value
