"""What becomes of a list that is brought along, as a table to take away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from engagements.exporting.tables import Column, Kind, Table
from engagements.importing.fields import FIELDS
from engagements.importing.isolating import isolated
from engagements.importing.rows import Line, Outcome
from engagements.models import Commitment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagements.models import FollowUpImport, User


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the file in words. `outcome` is a value of Outcome, `follow_up` the number of the one it is about, if
    the register has it."""

    row: int
    reference: str
    outcome: str
    differences: str
    complaints: str
    follow_up: int | None
    text: str


def told(lines: Iterable[Line]) -> list[Told]:
    """In the language in force."""
    return [
        Told(
            row=line.number,
            reference=line.asked.reference,
            outcome=line.outcome.value,
            differences=difference_words(line),
            complaints=complaint_words(line),
            follow_up=line.commitment.pk if line.commitment else None,
            text=line.commitment.text if line.commitment else line.asked.text,
        )
        for line in lines
    ]


def kept(brought: FollowUpImport, *, by: User) -> list[Told]:
    """What became of each row when the list was carried out; empty for one that is not.

    Of a follow-up that `by` may not see any more nothing is told but its reference.
    """
    rows = [Told(**row) for row in brought.results]
    numbers = [row.follow_up for row in rows if row.follow_up]
    seen = set(Commitment.objects.visible_to(by).filter(pk__in=numbers).values_list("pk", flat=True))
    return [
        row
        if row.follow_up is None or row.follow_up in seen
        else replace(row, differences="", complaints="", follow_up=None, text="")
        for row in rows
    ]


def past_label(outcome: Outcome) -> str:
    return {
        Outcome.CREATED: _("Was created"),
        Outcome.CHANGED: _("Was changed"),
        Outcome.SAME: _("Stayed as it was"),
        Outcome.REFUSED: _("Refused"),
    }[outcome]


def outcome_label(outcome: Outcome) -> str:
    return {
        Outcome.CREATED: _("Would be created"),
        Outcome.CHANGED: _("Would be changed"),
        Outcome.SAME: _("Stays as it is"),
        Outcome.REFUSED: _("Refused"),
    }[outcome]


def difference_words(line: Line) -> str:
    """`field: before → after`, one after another; the arrow points the way one reads."""
    arrow = "←" if get_language_bidi() else "→"
    return " · ".join(
        f"{_label(name)}: {_words(after)}"
        if before is None
        else f"{_label(name)}: {_words(before)} {arrow} {_words(after)}"
        for name, before, after in line.differences
    )


def _label(name: str) -> str:
    """Of the engagement more is told than its number."""
    return _("Engagement") if name == "engagement" else str(FIELDS[name])


def _words(value: Any) -> str:
    return isolated(date_format(value, "j F Y") if isinstance(value, date) else value or "—")


def complaint_words(line: Line) -> str:
    return " ".join(
        f"{FIELDS[name]}: {words}" if name in FIELDS else words for name, words in line.complaints
    )


def outcomes_table(rows: list[Told], *, past: bool, language: str) -> Table[Told]:
    """A line for each row of the file, in the language in force. `past`: it is carried out."""
    label = past_label if past else outcome_label
    columns: tuple[Column[Told], ...] = (
        Column("row", _("Row"), lambda one: one.row, Kind.NUMBER),
        Column("reference", _("Reference"), lambda one: one.reference),
        Column("outcome", _("What becomes of it"), lambda one: label(Outcome(one.outcome))),
        Column("differences", _("What changes"), lambda one: one.differences),
        Column("complaints", _("Why not"), lambda one: one.complaints),
        Column("follow_up", _("Number of the follow-up"), lambda one: one.follow_up, Kind.NUMBER),
    )
    return Table(_("Import of follow-ups"), columns, lambda: iter([rows]), language)
