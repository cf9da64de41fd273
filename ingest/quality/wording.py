"""Decided values in words: codes by their names, days in the page's language. They are stored as evidence has them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from engagements.models import CommitmentKind, Country, EngagementStatus, Kind, Side, Topic
from engagements.wording import gregorian

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAYS = {"date", "date_end", "commitments.due"}
_PRECISION = {4: "year", 7: "month", 10: "day"}


class Wording:
    """Knows the names of countries and topics, which it reads once."""

    def __init__(self) -> None:
        countries = {one.pk: one.name for one in Country.objects.all()}
        self._names: dict[str, Mapping[str, object]] = {
            **dict.fromkeys(("country", "partner_countries", "participants.country"), countries),
            "kind": dict(Kind.choices),
            "status": dict(EngagementStatus.choices),
            "commitments.kind": dict(CommitmentKind.choices),
            "participants.side": dict(Side.choices),
            "topics": {one.pk: one.name for one in Topic.objects.all()},
        }

    def of(self, sort: str, value: str) -> str:
        """The value in words. `sort` is that of the ReviewEvent; values of other sorts are returned unchanged."""
        if sort in _DAYS:
            return _day(value)
        return str(self._names.get(sort, {}).get(value, value))


def _day(value: str) -> str:
    try:
        return gregorian(date.fromisoformat(f"{value}-01-01"[:10]), _PRECISION[len(value)])
    except (KeyError, ValueError):
        return value
