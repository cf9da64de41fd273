"""The outcome of an import in words, also as a table to download."""

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
from engagements.importing.rows import ImportRow, Outcome
from engagements.models import Commitment, Engagement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engagements.models import FollowUpImport, User


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """A row of the file in words. `outcome` is a value of Outcome; `follow_up` is the id of its follow-up, if the
    register has it.
    """

    row: int
    reference: str
    outcome: str
    differences: str
    complaints: str
    follow_up: int | None
    text: str


def told(lines: Iterable[ImportRow]) -> list[OutcomeRow]:
    """The rows in words, in the active language."""
    return [
        OutcomeRow(
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


def kept(brought: FollowUpImport, *, by: User) -> list[OutcomeRow]:
    """The stored outcome of each row of a list that was carried out; empty if it was not.

    Of a follow-up that `by` may not see any more only the reference is shown. One that was removed when the import
    was undone has no page.
    """
    gone = _taken_back(brought)
    rows = [
        OutcomeRow(**row | ({"follow_up": None} if row["follow_up"] in gone else {}))
        for row in brought.results
    ]
    numbers = [row.follow_up for row in rows if row.follow_up]
    seen = set(Commitment.objects.visible_to(by).filter(pk__in=numbers).values_list("pk", flat=True))
    return [
        row
        if row.follow_up is None or row.follow_up in seen
        else replace(row, differences="", complaints="", follow_up=None, text="")
        for row in rows
    ]


def _taken_back(brought: FollowUpImport) -> set[int]:
    """The ids of follow-ups that the list created and that were removed when the import was undone."""
    if brought.undone_at is None:
        return set()
    label = Commitment._meta.label_lower
    made = {tuple(change["row"]) for change in brought.changes if change["before"] is None}
    return {number for its, number in made - set(map(tuple, brought.left)) if its == label}


@dataclass(frozen=True, slots=True)
class Stayed:
    """A follow-up or engagement that stays when its import is undone. `href` is empty if it does not exist for the
    user.
    """

    name: str
    href: str


def stayed(brought: FollowUpImport, keys: Iterable[Sequence[Any]], *, by: User) -> list[Stayed]:
    """The rows with these keys (`services.journal.Key`), by name. A follow-up that does not exist for `by` is named
    by its reference in the file; an engagement that does not exist is left out.
    """
    numbers: dict[str, list[int]] = {}
    for label, number in keys:
        numbers.setdefault(label, []).append(number)
    found: list[Stayed] = []
    engagements = numbers.get(Engagement._meta.label_lower, [])
    for engagement in Engagement.objects.visible_to(by).filter(pk__in=engagements).order_by("pk"):
        found.append(Stayed(engagement.title, engagement.get_absolute_url()))
    seen = Commitment.objects.visible_to(by).in_bulk(numbers.get(Commitment._meta.label_lower, []))
    references = {row["follow_up"]: row["reference"] for row in brought.results}
    for number in numbers.get(Commitment._meta.label_lower, []):
        one = seen.get(number)
        found.append(
            Stayed(one.text, one.get_absolute_url()) if one else Stayed(references.get(number, ""), "")
        )
    return [one for one in found if one.name]


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


def difference_words(line: ImportRow) -> str:
    """`field: before → after` for all differences; the arrow points in the direction of reading."""
    arrow = "←" if get_language_bidi() else "→"
    return " · ".join(
        f"{_label(name)}: {_words(after)}"
        if before is None
        else f"{_label(name)}: {_words(before)} {arrow} {_words(after)}"
        for name, before, after in line.differences
    )


def _label(name: str) -> str:
    """The label of a field; that of the engagement is another, since more than its number is shown."""
    return _("Engagement") if name == "engagement" else str(FIELDS[name])


def _words(value: Any) -> str:
    return isolated(date_format(value, "j F Y") if isinstance(value, date) else value or "—")


def complaint_words(line: ImportRow) -> str:
    return " ".join(
        f"{FIELDS[name]}: {words}" if name in FIELDS else words for name, words in line.complaints
    )


def outcomes_table(rows: list[OutcomeRow], *, past: bool, language: str) -> Table[OutcomeRow]:
    """The table with a line for each row of the file, in the active language. `past`: the import has been carried
    out.
    """
    label = past_label if past else outcome_label
    columns: tuple[Column[OutcomeRow], ...] = (
        Column("row", _("Row"), lambda one: one.row, Kind.NUMBER),
        Column("reference", _("Reference"), lambda one: one.reference),
        Column("outcome", _("What becomes of it"), lambda one: label(Outcome(one.outcome))),
        Column("differences", _("What changes"), lambda one: one.differences),
        Column("complaints", _("Why not"), lambda one: one.complaints),
        Column("follow_up", _("Number of the follow-up"), lambda one: one.follow_up, Kind.NUMBER),
    )
    return Table(_("Import of follow-ups"), columns, lambda: iter([rows]), language)
