"""Reads the values of a proposal, each with the words, the rule and the band behind it.

The shape is that of `extraction.schema.Engagement.to_json()`. Paths are those of ReviewEvent (`date`,
`participants.0.name`, `topics:mining`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Json = Mapping[str, Any]

SCALARS = ("kind", "status", "date", "date_end", "city", "country")
LISTS = ("partner_countries", "organizations", "topics")
PARTICIPANT_SCALARS = ("name", "role", "organization", "country")
COMMITMENT_SCALARS = ("kind", "text", "due")
_DAY_BANDS = ("date_band", "date_end_band", "due_band")


@dataclass(frozen=True, slots=True)
class Item:
    """One value. `span` is None if it was concluded from a setting and not from words."""

    path: str
    value: str
    span: tuple[int, int] | None
    rule: str
    band: str

    @property
    def unsure(self) -> bool:
        """Whether a person should look at it. What was concluded from a setting counts only if it is a guess."""
        return self.band == "guess" or (self.band != "sure" and self.span is not None)


def items(proposal: Json) -> Iterator[Item]:
    """All values of a proposal, in the order of the form."""
    yield from _scalars(proposal, SCALARS, "")
    for key in LISTS:
        yield from _list(proposal, key, "")
    for number, person in enumerate(proposal.get("participants") or ()):
        yield from _scalars(person, PARTICIPANT_SCALARS, f"participants.{number}.")
    for number, commitment in enumerate(proposal.get("commitments") or ()):
        prefix = f"commitments.{number}."
        yield from _scalars(commitment, COMMITMENT_SCALARS, prefix)
        yield from _list(commitment, "owners", prefix)


def by_path(proposal: Json) -> dict[str, Item]:
    return {item.path: item for item in items(proposal)}


def to_check(proposal: Json) -> int:
    """How many values a person should look at: those that are not sure, and what the reader flagged."""
    return sum(item.unsure for item in items(proposal)) + len(proposal.get("flags") or ())


def guesses(proposal: Json) -> int:
    """How many of the values to check are guesses."""
    return sum(item.band == "guess" for item in items(proposal))


def for_queue(proposal: Json) -> dict[str, Any]:
    """The columns of a draft that repeat its proposal for the queue, without the title, which the caller sets."""
    return {
        "date": first_day(proposal.get("date")),
        "countries": list(dict.fromkeys(proposal.get("partner_countries") or ())),
        "to_check": to_check(proposal),
        "guesses": guesses(proposal),
    }


def doubted(proposal: Json, *, all_values: bool) -> dict[str, Any]:
    """The proposal with the bands of dates, or with `all_values` of all values, lowered to `check` at most.

    For text that was recognised from a picture: figures are misread more often than words, and it is less obvious.
    """
    return {key: _doubted(key, value, all_values) for key, value in proposal.items()}


def _doubted(key: str, value: Any, all_values: bool) -> Any:
    if key.endswith("_band") and (all_values or key in _DAY_BANDS):
        lowered = [
            "check" if band == "sure" else band for band in (value if isinstance(value, list) else [value])
        ]
        return lowered if isinstance(value, list) else lowered[0]
    if isinstance(value, list):
        return [doubted(each, all_values=all_values) if isinstance(each, Mapping) else each for each in value]
    return value


def first_day(value: str | None) -> date | None:
    """The first day that an ISO date of any precision (YYYY-MM-DD, YYYY-MM, YYYY) may mean."""
    if not value:
        return None
    return date.fromisoformat(f"{value}-01-01"[:10])


def last_day(value: str | None) -> date | None:
    """The last day that it may mean: a deadline given as a month ends with that month."""
    first = first_day(value)
    if first is None or value is None or len(value) == 10:
        return first
    if len(value) == 4:
        return first.replace(month=12, day=31)
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _scalars(values: Json, keys: tuple[str, ...], prefix: str) -> Iterator[Item]:
    for key in keys:
        if (value := values.get(key)) is not None and value != "":
            yield Item(
                prefix + key,
                str(value),
                _span(values.get(f"{key}_evidence")),
                values.get(f"{key}_rule") or "",
                values.get(f"{key}_band") or "check",
            )


def _list(values: Json, key: str, prefix: str) -> Iterator[Item]:
    seen = set()
    listed = values.get(key) or ()
    spans, rules, bands = (values.get(f"{key}_{what}") or () for what in ("evidence", "rule", "band"))
    for number, value in enumerate(listed):
        if value not in seen:
            seen.add(value)
            yield Item(
                f"{prefix}{key}:{value}",
                str(value),
                _span(spans[number] if number < len(spans) else None),
                rules[number] if number < len(rules) else "",
                bands[number] if number < len(bands) else "check",
            )


def _span(evidence: Any) -> tuple[int, int] | None:
    """The range of text; None if there is none or if it is empty, as that quotes nothing."""
    if not evidence:
        return None
    start, end = int(evidence[0]), int(evidence[1])
    return (start, end) if 0 <= start < end else None
