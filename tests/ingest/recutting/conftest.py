"""A draft that is cut anew, and what was typed into its form."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from engagements.models import User
from ingest.forms.review import as_data, review_form
from ingest.models import Draft
from ingest.proposals import values as proposals
from ingest.proposals.dividing import Place, divide
from ingest.services import splitting
from tests.ingest.conftest import NOW, RELEASE, as_shown, hand_made_draft, proposal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.forms.review import Fields, ReviewForm

LATER = NOW + timedelta(hours=1)
# The minister is in both, the ambassador in the second, mining in the first, training in the second.
PLACED = {
    "participants": {0: Place.BOTH, 1: Place.SECOND},
    "topics": {1: Place.SECOND},
    "commitments": {0: Place.SECOND},
    "partner_countries": {0: Place.BOTH},
}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def facts(told: proposals.Json) -> set[tuple[Any, ...]]:
    """All values with their words, rules and bands, without their places."""
    return {
        (item.path.split(".")[-1], item.value, item.span, item.rule, item.band)
        for item in proposals.items(told)
    }


def sent(draft: Draft, **changes: Any) -> Fields:
    fields = {
        name: value if isinstance(value, list) else [str(value)]
        for name, value in (as_shown(draft) | changes).items()
    }
    return {name: [str(value) for value in values] for name, values in fields.items()}


def filled(told: proposals.Json, fields: Fields) -> ReviewForm:
    form = review_form(told, as_data(fields), source=RELEASE)
    assert form.is_valid(), (form.main.errors, [rows.errors for rows in form.sets.values()])
    return form


def split(draft: Draft, by: User) -> list[Draft]:
    return splitting.split(draft=draft, halves=divide(draft.proposal, PLACED), by=by, now=NOW)


def two(draft: Draft) -> tuple[Draft, Draft]:
    """Two accounts of one meeting, as a reader makes them of one release that tells of it twice."""
    other = hand_made_draft(
        draft.release,
        1,
        date="2026-11-17",
        title="عنوان آخر",
        topics=["mining", "industry"],
        participants=[
            proposal()["participants"][1] | {"organization": "السفارة", "organization_band": "check"},
            proposal()["participants"][0] | {"name": "آيا تاناهاشي"},
        ],
    )
    return draft, other
