"""The part of a draft's JSON that is scored; further keys are ignored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypedDict, cast

if TYPE_CHECKING:
    from pathlib import Path


class PersonRow(TypedDict):
    """A participant; `name` is null for a person known only by office."""

    name: str | None
    role: str | None
    organization: str | None
    country: str | None


class CommitmentRow(TypedDict):
    """A commitment; `due` is an ISO date, as precise as known."""

    kind: str
    text: str
    owners: list[str]
    due: str | None


class EngagementRow(TypedDict):
    """An engagement; `primary` is false if the release mentions it only as background."""

    kind: str
    primary: bool
    status: str
    date: str | None
    date_precision: str
    city: str | None
    country: str | None
    partner_countries: list[str]
    participants: list[PersonRow]
    organizations: list[str]
    topics: list[str]
    commitments: list[CommitmentRow]


class DraftRow(TypedDict):
    """The drafts of one release. `published` is an ISO date or null."""

    id: str
    home: str
    published: str | None
    engagements: list[EngagementRow]


def load_drafts(folder: Path) -> dict[str, DraftRow]:
    """Every `<id>.json` of `folder` by its id. Raises OSError, and ValueError on a file that is no JSON."""
    return {
        path.stem: cast("DraftRow", json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.json"))
    }
