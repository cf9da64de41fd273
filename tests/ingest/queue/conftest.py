"""A release whose drafts wait: old and new, easy and hard."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.http import QueryDict

from engagements.models import User
from ingest.models import Draft
from ingest.queue.pages import queue
from tests.ingest.conftest import NOW, hand_made_draft, submit

if TYPE_CHECKING:
    from ingest.models import Release

DAY = timedelta(days=1)
TOMORROW = (NOW + DAY).date()


@pytest.fixture
def release(places: None, editor: User) -> Release:
    return submit(editor, outlet="المكتب الإعلامي")


def waiting(release: Release, index: int, *, days: int = 0, **more: Any) -> Draft:
    """A draft that has waited for so many days, with these columns."""
    draft = hand_made_draft(release, index, title=f"draft {index}")
    values = {"created_at": NOW - days * DAY, **more}
    Draft.objects.filter(pk=draft.pk).update(**values)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def various(release: Release) -> list[Draft]:
    """Seven: old and new, easy and hard, dated or not, some alike in everything."""
    return [
        waiting(release, 0, days=3, to_check=2, guesses=1, date=date(2026, 11, 2)),
        waiting(release, 1, days=9, to_check=0, guesses=0, date=None),
        waiting(release, 2, days=3, to_check=2, guesses=1, date=date(2026, 11, 2)),
        waiting(release, 3, days=1, to_check=5, guesses=0, date=date(2026, 10, 1)),
        waiting(release, 4, days=30, to_check=9, guesses=4, date=date(2026, 11, 20)),
        waiting(release, 5, days=0, to_check=0, guesses=0, date=None),
        waiting(release, 6, days=3, to_check=0, guesses=0, date=date(2026, 11, 2)),
    ]


def listed(query: str, user: User, now: Any = NOW) -> list[int]:
    """The numbers within the release of the drafts that the address asks for, in its order."""
    asked = queue(QueryDict(query), user=user, now=now)
    assert not asked.complaints
    return [draft.index for draft in asked.order.sort(asked.qs)]
