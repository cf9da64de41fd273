"""What a plug-in may add to a reading, and how it is let in.

A plug-in proposes; it never overwrites. A proposal counts only if its words stand in the text, only where the rules
found nothing of the kind, and never above the band `check`. A plug-in that fails, or is still busy when its time is
over, is left out and said so in the log: the reading of the rules stands.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from arabic.folding import fold
from arabic.names import name_key
from ingest.extraction.schema import Band, Commitment, Engagement, Participant, Reading, Span, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

logger = logging.getLogger(__name__)

FIELDS = ("participants", "organizations", "commitments", "city")
COMMITMENT_KINDS = ("agreed", "signed", "directed", "pledged", "requested")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for `field` of the engagement with this index; `span` are its words in the text.

    `field` is one of FIELDS. `kind` is a commitment's kind; `score`, from 0 to 1, is the plug-in's own opinion and
    decides between check and guess.
    """

    engagement: int
    field: str
    span: Span
    score: float = 0.5
    kind: str = "agreed"


class Proposer(Protocol):
    """A plug-in. `name` becomes the rule of its values: `plugin.<name>`."""

    @property
    def name(self) -> str: ...

    def propose(self, text: str, reading: Reading) -> Sequence[Proposal]:
        """Extra values for `reading`, the rules' reading of `text`. May raise anything and take any time."""


def extend(text: str, reading: Reading, proposers: Iterable[Proposer], *, seconds: float = 10.0) -> Reading:
    """`reading` with what the plug-ins add, each given `seconds`. Never raises, never loses a value."""
    for proposer in proposers:
        for proposal in _asked(proposer, text, reading, seconds):
            reading = _with(text, reading, proposal, f"plugin.{proposer.name}")
    return reading


def _asked(proposer: Proposer, text: str, reading: Reading, seconds: float) -> Sequence[Proposal]:
    # The thread of a plug-in that hangs is left behind: it holds nothing that is needed.
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"plugin-{proposer.name}")
    try:
        return pool.submit(proposer.propose, text, reading).result(seconds)
    except TookTooLong:
        logger.warning("plug-in %s was still busy after %s s and is left out", proposer.name, seconds)
    except Exception:
        logger.warning("plug-in %s failed and is left out", proposer.name, exc_info=True)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return ()


def _with(text: str, reading: Reading, proposal: Proposal, rule: str) -> Reading:
    """The reading with this proposal in it, or as it was if the proposal does not hold."""
    span = proposal.span
    sound = (
        proposal.field in FIELDS
        and 0 <= proposal.engagement < len(reading.engagements)
        and 0 <= span.start < span.end <= len(text)
        and bool(fold(text[span.start : span.end]).strip())
    )
    if not sound:
        return reading
    value = Value(
        text[span.start : span.end], span, rule, Band.CHECK if proposal.score >= 0.5 else Band.GUESS
    )
    engagements = list(reading.engagements)
    engagements[proposal.engagement] = _added(engagements[proposal.engagement], proposal, value)
    return replace(reading, engagements=tuple(engagements))


def _added(engagement: Engagement, proposal: Proposal, value: Value[str]) -> Engagement:
    if proposal.field == "city":
        return engagement if engagement.city.value else replace(engagement, city=value)
    if proposal.field == "participants":
        names = [name_key(person.name.value) for person in engagement.participants if person.name.value]
        if _known(name_key(value.value), names):
            return engagement
        return replace(engagement, participants=(*engagement.participants, Participant(name=value)))
    if proposal.field == "organizations":
        if _known(fold(value.value), [fold(each.value) for each in engagement.organizations]):
            return engagement
        return replace(engagement, organizations=(*engagement.organizations, value))
    texts = [fold(each.text.value) for each in engagement.commitments]
    if proposal.kind not in COMMITMENT_KINDS or _known(fold(value.value), texts):
        return engagement
    kind = Value(proposal.kind, value.evidence, value.rule, value.band)
    return replace(engagement, commitments=(*engagement.commitments, Commitment(kind=kind, text=value)))


def _known(key: str, keys: Sequence[str]) -> bool:
    """Already there, whole or as a part of one another."""
    return not key or any(key in other or other in key for other in keys if other)
