"""How the tests let a draft join an engagement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engagements.models import Engagement, User
from ingest.merging.comparing import compare
from ingest.merging.joining import Choices, chosen
from ingest.models import Draft
from ingest.reviewing.deciding import Decision
from ingest.services import review
from tests.ingest.conftest import NOW, RELEASE, decision

LATER = NOW + timedelta(hours=1)
# What the promise of the second draft is taken from: the release says no number, the editors write one.
PROMISE = "تشكيل فريق فني من 12 خبيرا لإعداد خطة التدريب"


def told(draft: Draft, **changes: Any) -> Decision:
    """What the editor made of the second account."""
    return decision(
        draft,
        **{
            "participants-1-name": "كنجي موراكامي",
            "participants-2-name": "آيا تاناهاشي",
            "participants-2-role": "الملحقة الاقتصادية",
            "participants-2-country": "اليابان",
            "organizations-0-name": "سفارة اليابان",
            "commitments-0-text": PROMISE,
        }
        | changes,
    )


def page_of(engagement: Engagement) -> Engagement:
    return Engagement.objects.for_page().get(pk=engagement.pk)


def joined(second: Draft, engagement: Engagement, by: User, **changes: Any) -> Decision:
    """The decision with all that the comparison proposes."""
    made = told(second, **changes)
    proposed = compare(page_of(engagement), made.record, RELEASE)
    choices = Choices(
        frozenset(),
        {part.number: part.proposed for part in proposed.people},
        {part.number: part.proposed for part in proposed.commitments},
    )
    return Decision(chosen(made.record, choices), made.verdicts)


def join(second: Draft, engagement: Engagement, by: User) -> Engagement:
    made = joined(second, engagement, by)
    return review.merge_into(draft=second, engagement=engagement, decision=made, by=by, now=NOW).engagement
