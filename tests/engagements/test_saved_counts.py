"""What is new in a saved filter is counted as its list would be, whatever it asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from engagements.follow_ups.filters import CommitmentFilter
from engagements.models import Commitment, Partner, Person, SavedFilter, User
from engagements.saved_filters.listing import saved_by
from engagements.saved_filters.places import list_at
from engagements.services.recording import CommitmentRecord
from engagements.timelines.filters import EngagementFilter

if TYPE_CHECKING:
    from tests.engagements.conftest import Register

TODAY = timezone.localdate()
LONG_AGO = timezone.now() - timedelta(days=900)
LISTS: dict[str, Any] = {"/countries/JP/": EngagementFilter, "/follow-ups/": CommitmentFilter}


@pytest.fixture
def asked(register: Register) -> dict[str, str]:
    """Of every filter of both lists a question that finds something."""
    promise = CommitmentRecord("agreed", "تدريب عشرين فنيا", "شركة هوكوتو", date(2026, 12, 1))
    done = CommitmentRecord("signed", "توقيع الاتفاق", "المصنع", None)
    register.engagement(
        topics=("training",),
        organizations=("شركة هوكوتو",),
        participants=(register.participant("كينجي موراكامي"),),
        commitments=(promise, done),
    )
    Commitment.objects.filter(text=promise.text).update(assignee=register.editor)
    Commitment.objects.filter(text=done.text).update(status="done", closed_on=TODAY)
    partner = Partner.objects.get().pk
    return {
        "q": "تدريب", "since": "2026-01-01", "until": "2026-12-31", "kind": "", "topic": "training",
        "partner": str(partner), "person": str(Person.objects.get().pk), "outlet": "المكتب الإعلامي",
        "commitment": "done", "view": "all", "group": "due", "country": "JP", "owned": f"partner-{partner}",
        "owner": "هوكوتو", "assignee": str(register.editor.pk), "status": "done", "due_since": "2026-11-01",
        "due_until": "2027-01-01", "made_since": "2026-11-01", "made_until": "2026-11-30",
        "closed_since": "2026-01-01", "closed_until": f"{TODAY:%Y-%m-%d}",
    }  # fmt: skip


def test_every_filter_that_can_be_saved_is_counted(register: Register, asked: dict[str, str]) -> None:
    user: User = register.editor
    expected = {}
    for path, filters in LISTS.items():
        for name in filters.base_filters:
            value = asked[name] or {"/countries/JP/": "meeting", "/follow-ups/": "agreed"}[path]
            query = QueryDict(mutable=True)
            query[name] = value
            named = {"name": f"{path}{name}", "path": path, "query": query.urlencode()}
            SavedFilter.objects.create(user=user, seen_at=LONG_AGO, seen_before=LONG_AGO, **named)
            place = list_at(path)
            assert place
            expected[f"{path}{name}"] = place.asked(query, user, TODAY).qs.count()
    assert all(expected.values()), "each question finds something"
    assert {one.filter.name: one.fresh for one in saved_by(user, TODAY)} == expected
