"""Which part of a release tells of which of its engagements."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

_BREAK = re.compile(r"\n|[.!?؟](?=\s)")


def passages(text: str, proposals: Sequence[Mapping[str, Any]]) -> list[str]:
    """For each proposal (`extraction.schema.Engagement.to_json()`), the passage of `text` from which it was read.

    A single engagement has the whole release. Of several, each has the text from the sentence with the words for its
    kind up to that of the next one. The first also has what stands before, and those that begin in the same sentence
    share a passage.
    """
    if len(proposals) < 2:
        return [text for _ in proposals]
    starts = [_sentence(text, _anchor(proposal)) for proposal in proposals]
    cuts = [0, *sorted(set(starts))[1:], len(text)]
    ends = dict(pairwise(cuts))
    first = min(starts)
    return [text[begin : ends[begin]] for begin in (0 if start == first else start for start in starts)]


def _anchor(proposal: Mapping[str, Any]) -> int:
    """The offset where it begins: at the words for its kind, else at the first words of any value."""
    if kind := proposal.get("kind_evidence"):
        return int(kind[0])
    return min(_starts(proposal), default=0)


def _starts(values: Mapping[str, Any]) -> list[int]:
    spans = [value for key, value in values.items() if key.endswith("_evidence") and value]
    flat = [span for value in spans for span in (value if isinstance(value[0], list | None) else [value])]
    inner = [row for key in ("participants", "commitments") for row in values.get(key) or ()]
    return [int(span[0]) for span in flat if span] + [start for row in inner for start in _starts(row)]


def _sentence(text: str, at: int) -> int:
    """The offset of the beginning of the sentence or line that holds the character at `at`."""
    return max((match.end() for match in _BREAK.finditer(text, 0, at)), default=0)
