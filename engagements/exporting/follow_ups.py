"""The columns that a file of follow-ups can have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from engagements.exporting.follow_up_rows import FollowUp, follow_up_chunks
from engagements.exporting.tables import Column, Kind, Table, chosen
from engagements.models import CommitmentKind, CommitmentStatus, Country, DueBasis, Rating

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from engagements.models.commitment_queries import CommitmentQuerySet

OPEN = frozenset({CommitmentStatus.OPEN.value, CommitmentStatus.IN_PROGRESS.value})

CITED = "cited"
"""Only for this column the sources are read."""


def follow_up_columns(*, today: date) -> tuple[Column[FollowUp], ...]:
    """All columns, with labels and values in the active language."""
    kinds, statuses, ratings, bases = (
        _labels(choices) for choices in (CommitmentKind, CommitmentStatus, Rating, DueBasis)
    )
    countries = {country.pk: country.name for country in Country.objects.all()}

    comma = pgettext("list", ", ")

    def late(row: FollowUp) -> int | None:
        days = (today - row.due_on).days if row.due_on and row.status in OPEN else 0
        return days if days > 0 else None

    def about(row: FollowUp) -> str:
        return comma.join([countries[code] for code in row.countries])

    return (
        Column("number", _("Number"), lambda row: row.number, Kind.NUMBER, 9),
        Column("text", _("Commitment"), lambda row: row.text, width=60),
        Column("kind", _("Kind"), lambda row: kinds[row.kind], width=12),
        Column("status", _("Status"), lambda row: statuses[row.status], width=13),
        Column("owner", _("Who must act"), lambda row: row.owner, width=30),
        Column("assignee", _("Assigned to"), lambda row: row.assignee, width=22),
        Column("due_on", _("Due date"), lambda row: row.due_on, Kind.DATE, 12),
        Column("late", _("Days late"), late, Kind.NUMBER, 11),
        Column("closed_on", _("Closed on"), lambda row: row.closed_on, Kind.DATE, 12),
        Column("countries", _("Countries"), about, width=20),
        Column("engagement", _("Engagement"), lambda row: row.title, width=50),
        Column("day", _("Date of the engagement"), lambda row: row.day, Kind.DATE, 18),
        Column("sources", _("Sources"), lambda row: row.sources, Kind.NUMBER, 10),
        Column("reference", _("Reference"), lambda row: row.reference, width=16, usual=False),
        Column("basis", _("Where the due date comes from"), lambda row: bases[row.due_basis], width=20, usual=False),
        Column("rating", _("Rating"), lambda row: ratings.get(row.rating, ""), width=12, usual=False),
        Column(CITED, _("Outlets and dates"), _cited, width=40, usual=False),
        Column("record", _("Number of the engagement"), lambda row: row.engagement, Kind.NUMBER, 12, usual=False),
    )  # fmt: skip


def follow_ups_table(
    asked: CommitmentQuerySet, *, columns: Iterable[str], language: str, today: date
) -> Table[FollowUp]:
    """The follow-ups in `asked`, with the columns of these names; if there are none, with the usual ones."""
    shown = chosen(follow_up_columns(today=today), columns)
    cited = any(column.name == CITED for column in shown)
    return Table(
        _("Follow-ups"), shown, lambda: follow_up_chunks(asked, language=language, cited=cited), language
    )


def _labels(choices: Any) -> Mapping[str, str]:
    return {str(value): str(label) for value, label in choices.choices}


def _cited(row: FollowUp) -> str:
    """`outlet (day)` for each source; the title if it has no outlet."""
    return "; ".join(
        " ".join([one["outlet"] or one["title"], *([f"({one['day']})"] if one["day"] else [])]).strip()
        for one in row.cited or ()
    )
