"""Proposals from a language model that the ministry runs itself, behind an OpenAI-compatible address.

The model is asked for JSON with verbatim quotations; a value whose quotation is not found in the text is dropped.
"""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from arabic.folding import Folded, fold, fold_with_offsets
from ingest.extraction.plugins.port import COMMITMENT_KINDS, FIELDS, Proposal
from ingest.extraction.schema import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.extraction.schema import Engagement, Reading

LONGEST_TEXT = 24_000
"""Characters of a release that are sent; what lies behind is left to the rules."""
LARGEST_ANSWER = 1_000_000

_INSTRUCTION = (
    "You read press releases about meetings of officials. You get the text and a numbered list of engagements that "
    "were found in it. List what is missing. Answer with JSON only: "
    '{"proposals": [{"engagement": 0, "field": "participants|organizations|commitments|city", '
    '"kind": "agreed|signed|directed|pledged|requested", "quote": "the exact words of the text"}]}. '
    "Every quote must be copied from the text letter by letter. People only mentioned did not take part."
)


class ModelError(Exception):
    """The model answered with something that is not the JSON it was asked for."""


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A Proposer. `base_url` is the address before `/chat/completions`; `seconds` bounds connecting and reading."""

    base_url: str
    model: str
    seconds: float = 8.0
    api_key: str = ""
    name: str = "local_model"

    def propose(self, text: str, reading: Reading) -> Sequence[Proposal]:
        """Raises OSError if the server cannot be reached in time, ModelError for an answer of another shape."""
        if not reading.engagements:
            return ()
        answer = self._ask(text[:LONGEST_TEXT], reading)
        folded = fold_with_offsets(text)
        found = (_proposal(item, folded) for item in _items(answer))
        return [proposal for proposal in found if proposal]

    def _ask(self, text: str, reading: Reading) -> str:
        listed = "\n".join(_line(index, each) for index, each in enumerate(reading.engagements))
        body = {
            "model": self.model,
            "temperature": 0,
            "response_format": {"type": "json_object"},
            "messages": [
                {"role": "system", "content": _INSTRUCTION},
                {"role": "user", "content": f"Engagements:\n{listed}\n\nText:\n{text}"},
            ],
        }
        headers = {"Content-Type": "application/json"}
        if self.api_key:
            headers["Authorization"] = f"Bearer {self.api_key}"
        if not self.base_url.startswith(("http://", "https://")):
            raise ModelError(f"{self.base_url!r} is not an http address")
        request = urllib.request.Request(  # noqa: S310 - the scheme was looked at
            f"{self.base_url.rstrip('/')}/chat/completions", json.dumps(body).encode(), headers
        )
        with urllib.request.urlopen(request, timeout=self.seconds) as response:  # noqa: S310
            raw = response.read(LARGEST_ANSWER + 1)
        if len(raw) > LARGEST_ANSWER:
            raise ModelError("the answer is too long")
        try:
            content = json.loads(raw)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError) as error:
            raise ModelError("the answer is not that of a chat completion") from error
        return str(content)


def _line(index: int, engagement: Engagement) -> str:
    people = "، ".join(str(each.name.value or each.role.value) for each in engagement.participants)
    return f"{index}. {engagement.kind.value}, {engagement.date.value or '?'}: {engagement.title} ({people})"


def _items(content: str) -> list[dict[str, Any]]:
    try:
        items = json.loads(content)["proposals"]
    except (ValueError, LookupError, TypeError) as error:
        raise ModelError("the content is not the JSON that was asked for") from error
    if not isinstance(items, list):
        raise ModelError("the proposals are no list")
    return [item for item in items if isinstance(item, dict)]


def _proposal(item: dict[str, Any], folded: Folded) -> Proposal | None:
    """The proposal with the place of its quotation; None if the text does not say so."""
    quote = item.get("quote")
    if item.get("field") not in FIELDS or not isinstance(quote, str):
        return None
    key = fold(quote).strip()
    at = folded.text.find(key) if len(key) >= 2 else -1
    if at < 0:
        return None
    index = item.get("engagement", 0)
    kind = item.get("kind")
    return Proposal(
        engagement=index if isinstance(index, int) else 0,
        field=str(item["field"]),
        span=Span(*folded.span(at, at + len(key))),
        kind=kind if kind in COMMITMENT_KINDS else "agreed",
    )
