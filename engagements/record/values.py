"""An engagement's values for its page, each with its quotations and with what other sources say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from engagements.models import (
    Country,
    Engagement,
    EngagementStatus,
    Evidence,
    Kind,
    Side,
)
from engagements.record.disagreement import Disagreement, disagreements
from engagements.record.quoting import CitedSources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagements.models import Commitment, Participation, Settlement
    from engagements.record.quoting import Quote


@dataclass(frozen=True, slots=True)
class ShownSide:
    """One of several values that the sources give for a field. `own`: it is the record's.

    `words` shows it; a date is shown as `day` in its precision.
    """

    value: str
    quotes: list[Quote]
    own: bool
    words: str
    day: date | None
    precision: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field in which the sources disagree. `settled` is the value that somebody decided."""

    key: str
    label: str
    sides: list[ShownSide]
    open: bool
    settlement: Settlement | None
    settled: tuple[str, date | None, str]


class Disputed:
    """What the sources disagree about in one row of the page."""

    disputes: list[Dispute]

    @property
    def conflict(self) -> list[ShownSide]:
        """The values on all sides; empty if the sources agree."""
        return [said for dispute in self.disputes for said in dispute.sides]

    @property
    def open(self) -> bool:
        return any(dispute.open for dispute in self.disputes)


@dataclass(frozen=True)
class Row(Disputed):
    """One row of the page: its label, how it is shown (`name` says which way), its quotations, and disagreements."""

    name: str
    label: str
    quotes: list[Quote]
    disputes: list[Dispute]


@dataclass(frozen=True)
class PersonRow(Disputed):
    participation: Participation
    quotes: list[Quote]
    disputes: list[Dispute]


@dataclass(frozen=True)
class CommitmentRow(Disputed):
    commitment: Commitment
    quotes: list[Quote]
    disputes: list[Dispute]


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that the page of an engagement shows."""

    rows: list[Row]
    home: list[PersonRow]
    abroad: list[PersonRow]
    commitments: list[CommitmentRow]


def record_of(engagement: Engagement, origins: CitedSources) -> Record:
    """The Record of an engagement from `for_page`. Makes no query, except for the names of disputed countries."""
    points = disagreements(engagement)
    evidence = list(engagement.evidence.all())
    own = [one for one in evidence if one.participation_id is None and one.commitment_id is None]
    people = [
        PersonRow(
            one,
            origins.quotes(row for row in evidence if row.participation_id == one.pk),
            _disputes((point for point in points if point.participation == one), origins),
        )
        for one in engagement.participations.all()
    ]
    overall = [point for point in points if point.participation is None and point.commitment is None]
    fields = [(name, label) for name, label in _fields() if _has(engagement, name)]
    if any(point.field == "status" for point in overall):
        fields.insert(1, ("status", _("Status")))
    return Record(
        rows=[_row(name, label, own, overall, origins) for name, label in fields],
        home=[row for row in people if row.participation.side == Side.HOME],
        abroad=[row for row in people if row.participation.side == Side.PARTNER],
        commitments=[
            CommitmentRow(
                one,
                origins.quotes(row for row in evidence if row.commitment_id == one.pk),
                _disputes((point for point in points if point.commitment == one), origins),
            )
            for one in engagement.commitments.all()
        ],
    )


def disputes_of(engagement: Engagement) -> list[Dispute]:
    """All disagreements of an engagement from `for_page`, settled or not."""
    return _disputes(disagreements(engagement), CitedSources(engagement))


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


def _row(
    name: str, label: str, evidence: Iterable[Evidence], points: Iterable[Disagreement], origins: CitedSources
) -> Row:
    parts = _PARTS.get(name, (name,))
    of_it = [one for one in evidence if one.field.partition(":")[0] in parts]
    disputed = (point for point in points if point.field in parts)
    return Row(name, label, origins.quotes(of_it), _disputes(disputed, origins))


def _disputes(points: Iterable[Disagreement], origins: CitedSources) -> list[Dispute]:
    return [
        Dispute(
            key=one.key,
            label=_label(one),
            sides=[
                ShownSide(
                    side.value,
                    origins.joined(side.evidence),
                    side.own,
                    *in_words(one.field, side.value),
                )
                for side in one.sides
            ],
            open=one.open,
            settlement=one.settlement,
            settled=in_words(one.field, one.settlement.value) if one.settlement else ("", None, ""),
        )
        for one in points
    ]


def _label(point: Disagreement) -> str:
    if point.field == "due_on":
        return _("Due date")
    owner = point.participation or point.commitment or Engagement
    return capfirst(str(owner._meta.get_field(point.field).verbose_name))  # type: ignore[union-attr]


def in_words(field: str, value: str) -> tuple[str, date | None, str]:
    """A value of evidence as pages show it: in words, or for a date its first day and its precision."""
    match field:
        case "kind":
            return str(dict(Kind.choices).get(value, value)), None, ""
        case "status":
            return str(dict(EngagementStatus.choices).get(value, value)), None, ""
        case "country":
            country = Country.objects.filter(pk=value).first()
            return country.name if country else value, None, ""
        case "date" | "date_end" | "due_on" if value:
            precision = {4: "year", 7: "month"}.get(len(value), "day")
            return value, date.fromisoformat(f"{value}-01-01"[:10]), precision
    return value, None, ""
