"""Judges each value that an editor left: the verdict on it, and the words that are its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engagements.models import EvidenceBand, EvidenceState
from engagements.services.records import Quotation
from ingest.models import Verdict
from ingest.proposals import values as proposals

if TYPE_CHECKING:
    from ingest.forms.fields import Span

BY_EDITOR = "editor"
"""Stands where the rule of the reader stands, for words that an editor marked."""


@dataclass(frozen=True, slots=True)
class FieldVerdict:
    """The verdict on one value. `field` is a path as in ReviewEvent."""

    field: str
    verdict: Verdict
    proposed: str
    decided: str
    rule: str
    band: str


class Judge:
    """Judges one value after the other. Proposed values that were never judged were removed by the editor."""

    def __init__(self, proposal: proposals.Json, text: str) -> None:
        self.proposal = proposal
        self.text = text
        self.items = proposals.by_path(proposal)
        self.verdicts: dict[str, FieldVerdict] = {}
        self.used: set[tuple[str, int]] = set()

    def weigh(
        self, path: str, decided: str, field: str, *, shown: str | None = None, marked: Span | None = None
    ) -> list[Quotation]:
        """The verdict on the value at `path`, and its evidence if it was kept, corrected, or added with words.

        `shown` is the proposed value as the form had it, if that is written differently. `marked` are words that the
        editor marked for the value; they replace the reader's.
        """
        item = self.items.get(path)
        proposed = item.value if item else ""
        if not decided and not proposed:
            return []
        verdict = _verdict(proposed, decided, kept=decided == (proposed if shown is None else shown))
        rule, band = (item.rule, item.band) if item else ("", "")
        self.verdicts[path] = FieldVerdict(path[:320], verdict, proposed, decided, rule[:80], band)
        if verdict is Verdict.REMOVED:
            return []
        if marked is not None:
            return [by_hand(field, decided, marked, replaces=bool(proposed))]
        # A proposal with a wrong offset must not prevent an editor from approving.
        if item is None or item.span is None or item.span[1] > len(self.text):
            return []
        # The editor typed another value. The reader's words do not say that one, so they keep their own value.
        state = EvidenceState.ACCEPTED if verdict is Verdict.ACCEPTED else EvidenceState.CORRECTED
        return [Quotation(field[:320], *item.span, item.value, rule[:80], band, state)]

    def composed(self, name: str, decided: str, marked: Span | None) -> list[Quotation]:
        """Evidence of title and summary. The reader composes them, so they have no words but those an editor marked."""
        proposed = " ".join((self.proposal.get(name) or "").split())
        if not proposed and not decided:
            return []
        verdict = _verdict(proposed, decided, kept=" ".join(decided.split()) == proposed)
        self.verdicts[name] = FieldVerdict(name, verdict, proposed, decided, "", "")
        if marked is None or not decided:
            return []
        return [by_hand(name, decided, marked, replaces=bool(proposed))]

    def words_of(self, path: str, marked: Span | None) -> str:
        """The words that say the value as it was left; none if another value was typed over theirs."""
        if marked is not None:
            return self.text[slice(*marked)]
        item, verdict = self.items.get(path), self.verdicts.get(path)
        accepted = verdict is not None and verdict.verdict is Verdict.ACCEPTED
        return self.text[slice(*item.span)] if item and item.span and accepted else ""

    def all_verdicts(self) -> tuple[FieldVerdict, ...]:
        for path, item in self.items.items():
            if path not in self.verdicts:
                gone = FieldVerdict(path[:320], Verdict.REMOVED, item.value, "", item.rule[:80], item.band)
                self.verdicts[path] = gone
        return tuple({verdict.field: verdict for verdict in self.verdicts.values()}.values())

    def prefix(self, key: str, row: dict[str, Any], known: int, place: int) -> str:
        """The path of a row: that of the proposal's row which it shows, or an index behind all of these."""
        number = self.number(key, row, known)
        return f"{key}.{known + place if number is None else number}."

    def number(self, key: str, row: dict[str, Any], known: int) -> int | None:
        """The index of the proposal's row that this row shows. None for an index that does not exist or comes twice."""
        number: int | None = row["number"]
        if number is None or not 0 <= number < known or (key, number) in self.used:
            return None
        self.used.add((key, number))
        return number


def by_hand(field: str, value: str, marked: Span, *, replaces: bool) -> Quotation:
    """The evidence for words that an editor marked. It has no band of the reader."""
    state = EvidenceState.CORRECTED if replaces else EvidenceState.ADDED
    return Quotation(field[:320], *marked, value, BY_EDITOR, EvidenceBand.HAND, state)


def _verdict(proposed: str, decided: str, *, kept: bool) -> Verdict:
    if not decided:
        return Verdict.REMOVED
    if not proposed:
        return Verdict.ADDED
    return Verdict.ACCEPTED if kept else Verdict.CORRECTED
