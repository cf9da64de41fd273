"""Engagements with several sources, for the tests that look at every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagements.models import Engagement
from engagements.services.merging import Unification, merge_engagements, version_of
from engagements.services.settling import settle
from ingest.forms.comparing import as_sent
from ingest.forms.review import review_form
from ingest.merging.comparing import compare
from ingest.merging.joining import Choices, chosen
from ingest.models import Draft
from ingest.reviewing.deciding import Decision, decide
from ingest.services import parsing, review, submission

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User

TOLD = (
    "استقبل وزير الصناعة والمعادن، السيد سالم الورفلي، يوم {day} نوفمبر 2026 بمكتبه في {city}، سفير إيطاليا لدى ليبيا "
    "السيد {name}.\n\nوجرى خلال اللقاء بحث تدريب الفنيين.\n\n"
    "واتفق الجانبان على تدريب {count} فنيا على سلامة المناجم قبل نهاية {month} 2027.\n"
)
ACCOUNTS = (
    (
        "المكتب الإعلامي",
        {"day": "18", "city": "طرابلس", "name": "ماركو روسي", "count": "20", "month": "فبراير"},
    ),
    ("وكالة الساحل", {"day": "17", "city": "بنغازي", "name": "ماركو روسو", "count": "24", "month": "مارس"}),
    ("صحيفة المرفأ", {"day": "18", "city": "طرابلس", "name": "ماركو روسي", "count": "20", "month": "فبراير"}),
    ("إذاعة الجبل", {"day": "19", "city": "مصراتة", "name": "ماركو روسي", "count": "20", "month": "مارس"}),
    ("موقع الأخبار", {"day": "18", "city": "مصراتة", "name": "ماركو روسي", "count": "30", "month": "مارس"}),
)


def put_together(approved: Engagement, by: User, now: datetime) -> dict[str, str]:
    """Joins a second account to one engagement and settles its city, merges another pair, leaves one draft waiting.

    Returns the addresses of their pages by name.
    """
    first, second, third, fourth = (_draft(number, by, now) for number in range(4))
    told = review.approve(draft=first, decision=_decision(first), by=by, now=now)
    decision = _decision(second)
    found = compare(
        Engagement.objects.for_page().get(pk=told.pk), decision.record, second.release.source.text
    )
    choices = Choices(
        frozenset(),
        {part.number: part.proposed for part in found.people},
        {part.number: part.proposed for part in found.commitments},
    )
    joined = Decision(chosen(decision.record, choices), decision.verdicts)
    review.merge_into(draft=second, engagement=told, decision=joined, by=by, now=now)
    seen = ["طرابلس", "بنغازي"]
    settle(engagement=told, key="city", value=seen[0], seen=seen, note="بحسب المحضر", by=by, now=now)
    other = review.approve(draft=third, decision=_decision(third), by=by, now=now)
    merge = merge_engagements(
        survivor=approved,
        merged=other,
        unification=Unification(),
        version=version_of(approved, other),
        by=by,
        now=now,
    )
    fifth = _draft(4, by, now)
    single = review.approve(draft=fifth, decision=_decision(fifth), by=by, now=now)
    return {
        "find an engagement": f"/drafts/{fourth.pk}/into/",
        "compare": f"/drafts/{fourth.pk}/into/{told.pk}/",
        "disputed": told.get_absolute_url(),
        "settle": f"/engagements/{told.pk}/settle/date/",
        "take out": f"/engagements/{told.pk}/sources/{second.release_id}/out/",
        "find the other": f"/engagements/{told.pk}/merge/",
        "merge": f"/engagements/{told.pk}/merge/{single.pk}/",
        "undo": f"/merges/{merge.pk}/undo/",
    }


def _draft(number: int, by: User, now: datetime) -> Draft:
    outlet, words = ACCOUNTS[number]
    text = "\n" * number + TOLD.format(**words)
    name = f"told-{number}.txt"
    release = submission.submit(content=text.encode(), filename=name, by=by, now=now, outlet=outlet).release
    parsing.parse(release.pk, clock=lambda: now)
    return Draft.objects.get(release=release)


def _decision(draft: Draft) -> Decision:
    """All of it accepted."""
    sent = as_sent(review_form(draft.proposal))
    form = review_form(draft.proposal, sent)
    assert form.is_valid(), form.main.errors
    return decide(draft.proposal, form, draft.release.source.text)
