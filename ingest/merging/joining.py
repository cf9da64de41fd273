"""Makes the record that joins an engagement from a draft's record and the editor's choices on the page that
compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engagements.models import EvidenceBand, EvidenceState
from engagements.record.disagreement import OF_ENGAGEMENT
from ingest.merging.comparing import LISTS, NEW, OUT, value_of

if TYPE_CHECKING:
    from engagements.services.records import EngagementRecord, Quotation


@dataclass(frozen=True, slots=True)
class Choices:
    """`left_out` are keys of lines. For each participant and commitment, by index: NEW, OUT, or the number of the
    part it is.
    """

    left_out: frozenset[str]
    people: Mapping[int, str]
    commitments: Mapping[int, str]


def chosen(record: EngagementRecord, choices: Choices) -> EngagementRecord:
    """What of the record joins the engagement: without what was left out, its parts tied as the editor chose.

    If the editor read the words differently from the reader, the evidence has the editor's value: it is what this
    source says, and it may contradict another one. Its rule tells whether the editor marked the words.
    """
    left_out = choices.left_out
    record = replace(
        record, evidence=_as_read(record.evidence, {name: value_of(record, name) for name in OF_ENGAGEMENT})
    )
    changes: dict[str, object] = {
        key: tuple(one for one in getattr(record, key) if f"{key}:{one}" not in left_out) for key in LISTS
    }
    for name, empty in (("city", ""), ("country", None), ("summary", ""), ("date_end", None)):
        if name in left_out:
            changes[name] = empty
    if "date" in left_out:
        changes |= {"date": None, "date_precision": "none", "date_end": None, "date_as_written": ""}
    changes["evidence"] = tuple(one for one in record.evidence if one.field not in left_out)
    changes["participants"] = tuple(
        replace(
            one, joins=_number(choice), evidence=_as_read(one.evidence, {"name": one.name, "role": one.role})
        )
        for number, one in enumerate(record.participants)
        if (choice := choices.people.get(number, NEW)) != OUT
    )
    changes["commitments"] = tuple(
        replace(
            one,
            joins=_number(choice),
            evidence=_as_read(
                one.evidence, {"text": one.text, "due_on": one.due_on.isoformat() if one.due_on else ""}
            ),
        )
        for number, one in enumerate(record.commitments)
        if (choice := choices.commitments.get(number, NEW)) != OUT
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def _number(choice: str) -> int | None:
    return None if choice == NEW else int(choice)


def _as_read(evidence: tuple[Quotation, ...], decided: Mapping[str, str]) -> tuple[Quotation, ...]:
    return tuple(
        replace(
            one,
            value=decided[one.field],
            rule=one.rule if one.band == EvidenceBand.HAND else "",
            band=EvidenceBand.HAND,
            state=EvidenceState.ADDED,
        )
        if one.state == EvidenceState.CORRECTED and decided.get(one.field)
        else one
        for one in evidence
    )
