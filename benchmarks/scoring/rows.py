"""The part of a draft's JSON that is scored; drafts of the reader carry more keys, which nobody looks at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypedDict, cast

if TYPE_CHECKING:
    from pathlib import Path


class PersonRow(TypedDict):
    """A participant; `name` is null for a person known by office alone."""

    name: str | None
    role: str | None
    organization: str | None
    country: str | None


class CommitmentRow(TypedDict):
    """Something that somebody is now to do; `due` is ISO, as precise as is known."""

    kind: str
    text: str
    owners: list[str]
    due: str | None


class EngagementRow(TypedDict):
    """One encounter; `primary` is false for one that the release mentions as background."""

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
    """What one release says. `published` is ISO or null."""

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
