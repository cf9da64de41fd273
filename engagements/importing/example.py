"""An example of a list to import: the known headings, and two rows that show what belongs below them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from engagements.exporting.tables import Column, Kind, Table
from engagements.importing.fields import FIELDS
from engagements.models import CommitmentKind, CommitmentStatus

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from engagements.exporting.tables import Cell
    from engagements.models import Country

    Row = dict[str, Cell]

_DAYS = {"meeting_date", "due_on"}
_WIDE = {"text": 50, "meeting_title": 40, "reason": 30}


def example_table(country: Country | None, *, today: date, language: str) -> Table[dict[str, Cell]]:
    """The example in the active language: one open and one done follow-up, of two meetings with `country`."""
    columns = tuple(
        Column(name, str(label), _value(name), Kind.DATE if name in _DAYS else Kind.TEXT, _WIDE.get(name, 20))
        for name, label in FIELDS.items()
    )
    return Table(
        _("Import of follow-ups"),
        columns,
        lambda: iter([_rows(country.name if country else "", today)]),
        language,
    )


def _value(name: str) -> Callable[[Row], Cell]:
    return lambda row: row.get(name)


def _rows(country: str, today: date) -> list[Row]:
    return [
        {
            "reference": _("Example 1"),
            "text": _("Form a joint committee for training"),
            "meeting_title": _("Meeting about cooperation in training"),
            "meeting_date": today - timedelta(days=30),
            "meeting_country": country,
            "status": str(CommitmentStatus.OPEN.label),
            "due_on": today + timedelta(days=60),
            "owner": _("Training department"),
            "kind": str(CommitmentKind.AGREED.label),
        },
        {
            "reference": _("Example 2"),
            "text": _("Send the draft of the memorandum"),
            "meeting_title": _("Meeting about a memorandum of understanding"),
            "meeting_date": today - timedelta(days=90),
            "meeting_country": country,
            "status": str(CommitmentStatus.DONE.label),
            "due_on": today - timedelta(days=60),
            "owner": _("International cooperation department"),
            "kind": str(CommitmentKind.DIRECTED.label),
            "reason": _("Sent with the letter of the minister"),
        },
    ]
