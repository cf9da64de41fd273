"""Where the sources of an engagement disagree: which values they give, and whether somebody has settled it.

If the editor corrected a value, the mistake was the reader's and not the source's: it is no value of its own, and its
source counts for the editor's value. A value that is only less precise (a month, a shorter office) does not disagree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from arabic.folding import fold
from arabic.names import name_key
from engagements.days import iso, month_end
from engagements.models import Engagement, EvidenceState
from engagements.record.numbers import numbers_in
from engagements.record.offices import office_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagements.models import Commitment, Evidence, Participation, Settlement

OF_ENGAGEMENT = ("kind", "status", "date", "date_end", "city", "country")
OF_PARTICIPATION = ("name", "role")
OF_COMMITMENT = ("text", "due_on")
_DATES = {"date", "date_end", "due_on"}
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True, slots=True)
class DisagreeingSide:
    """One value and the evidence for it. `own`: it is the record's present value."""

    value: str
    evidence: tuple[Evidence, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One field with several values. It is the engagement's own field unless `participation` or `commitment` is set."""

    field: str
    sides: tuple[DisagreeingSide, ...]
    participation: Participation | None = None
    commitment: Commitment | None = None
    settlement: Settlement | None = None

    @property
    def key(self) -> str:
        """The name of the field within the engagement, for addresses and forms."""
        if self.participation is not None:
            return f"participant-{self.participation.pk}-{self.field}"
        return f"commitment-{self.commitment.pk}-{self.field}" if self.commitment is not None else self.field

    @property
    def values(self) -> list[str]:
        return [side.value for side in self.sides]

    @property
    def open(self) -> bool:
        """Whether somebody has to decide: it was never settled, or a value came in that was not weighed."""
        if self.settlement is None:
            return True
        weighed = [*self.settlement.values, self.settlement.value]
        return not all(any(agree(self.field, value, known) for known in weighed) for value in self.values)


def disagreements(engagement: Engagement) -> list[Disagreement]:
    """All disagreements of an engagement, settled or not. Makes no query if the engagement comes from `for_page`."""
    evidence, settled = list(engagement.evidence.all()), list(engagement.settlements.all())
    parts: list[tuple[Any, Any, Any, tuple[str, ...]]] = [(engagement, None, None, OF_ENGAGEMENT)]
    parts += [(one, one, None, OF_PARTICIPATION) for one in engagement.participations.all()]
    parts += [(one, None, one, OF_COMMITMENT) for one in engagement.commitments.all()]
    found = []
    for owner, participation, commitment, fields in parts:
        numbers = (participation.pk if participation else None, commitment.pk if commitment else None)
        for name in fields:
            said = [
                one
                for one in evidence
                if one.field == name and (one.participation_id, one.commitment_id) == numbers
            ]
            if sides := _sides(name, own_value(owner, name), said):
                of_it = [
                    one
                    for one in settled
                    if one.field == name and (one.participation_id, one.commitment_id) == numbers
                ]
                settlement = of_it[0] if of_it else None
                found.append(Disagreement(name, sides, participation, commitment, settlement))
    return found


def recount(engagement: Engagement) -> None:
    """Updates `disputed`. To be called whenever the engagement's values or sources change."""
    fresh = Engagement._base_manager.prefetch_related(
        "evidence", "settlements", "participations", "commitments"
    ).get(pk=engagement.pk)
    number = sum(one.open for one in disagreements(fresh))
    Engagement._base_manager.filter(pk=engagement.pk).exclude(disputed=number).update(disputed=number)


def own_value(owner: Engagement | Participation | Commitment, name: str) -> str:
    """The record's value in the form that evidence uses: ISO dates in their precision, countries by code."""
    value = getattr(owner, "country_id" if name == "country" else name)
    if isinstance(value, date):
        precision = owner.date_precision if name == "date" and isinstance(owner, Engagement) else "day"
        return iso(value, precision)
    return value or ""


def agree(name: str, one: str, other: str) -> bool:
    """Whether two values of a field mean the same, or one is only less precise."""
    if one == other or fold(one) == fold(other):
        return True
    match name:
        case "date" | "date_end":
            return one.startswith(other) or other.startswith(one)
        case "due_on":
            return _last_day(one) == _last_day(other)
        case "name":
            return name_key(one) == name_key(other)
        case "role":
            words, others = office_words(one), office_words(other)
            return words <= others or others <= words
        case "text":
            counted, others_counted = numbers_in(one), numbers_in(other)
            return not counted or not others_counted or counted == others_counted
    return False


def _sides(name: str, own: str, evidence: Iterable[Evidence]) -> tuple[DisagreeingSide, ...]:
    """The record's value and those that differ from it; empty if no source contradicts."""
    groups: dict[str, list[Evidence]] = {own: []} if own else {}
    behind: set[int | None] = set()
    for one in evidence:
        if one.state == EvidenceState.CORRECTED:
            behind.add(one.source_id)
        elif one.value and (name not in _DATES or _DAY.fullmatch(one.value)):
            value = next((known for known in groups if agree(name, known, one.value)), one.value)
            groups.setdefault(value, []).append(one)
    first = next(iter(groups), "")
    behind |= {one.source_id for one in groups.get(first, ())} or {None}
    if not any(
        one.source_id not in behind for value, said in groups.items() if value != first for one in said
    ):
        return ()
    return tuple(DisagreeingSide(value, tuple(said), own=value == own) for value, said in groups.items())


def _last_day(value: str) -> str:
    """The last day that an ISO date may mean: of a month its last day, of a year the 31st of December."""
    if len(value) == 4:
        return f"{value}-12-31"
    if len(value) == 7:
        return month_end(date.fromisoformat(f"{value}-01")).isoformat()
    return value
