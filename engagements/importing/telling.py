"""What becomes of a list that is brought along, as a table to take away."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from engagements.exporting.tables import Column, Kind, Table
from engagements.importing.fields import FIELDS
from engagements.importing.rows import Line, Outcome

if TYPE_CHECKING:
    from engagements.importing.planning import Plan


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
        f"{FIELDS[name]}: {_words(after)}"
        if before is None
        else f"{FIELDS[name]}: {_words(before)} {arrow} {_words(after)}"
        for name, before, after in line.differences
    )


def _words(value: Any) -> str:
    return date_format(value, "j F Y") if isinstance(value, date) else str(value or "—")


def complaint_words(line: Line) -> str:
    return " ".join(
        f"{FIELDS[name]}: {words}" if name in FIELDS else words for name, words in line.complaints
    )


def outcomes_table(plan: Plan, *, language: str) -> Table[Line]:
    """A line for each row of the file, in the language in force."""
    columns: tuple[Column[Line], ...] = (
        Column("row", _("Row"), lambda line: line.number, Kind.NUMBER),
        Column("reference", _("Reference"), lambda line: line.asked.reference),
        Column("outcome", _("What becomes of it"), lambda line: outcome_label(line.outcome)),
        Column("differences", _("What changes"), difference_words),
        Column("complaints", _("Why not"), complaint_words),
    )
    return Table(_("Import of follow-ups"), columns, lambda: iter([plan.lines]), language)
