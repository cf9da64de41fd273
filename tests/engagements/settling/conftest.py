"""An engagement of which two sources say different things."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from engagements.models import Engagement, Settlement
from engagements.record.disagreement import disagreements
from engagements.services.recording import CommitmentRecord, add_source
from engagements.services.settling import settle

if TYPE_CHECKING:
    from engagements.models import Merge
    from tests.engagements.conftest import Register

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
DAY = "الأربعاء"


@pytest.fixture
def engagement(register: Register) -> Engagement:
    return register.engagement(
        register.source(outlet="المكتب الإعلامي", published_on=date(2026, 11, 18)),
        participants=(
            register.participant("كينجي موراكامي", evidence=(register.quotation("name", "كينجي موراكامي"),)),
        ),
        commitments=(
            CommitmentRecord(
                "agreed",
                "تدريب عشرين فنيًا",
                "",
                date(2027, 2, 28),
                (register.quotation("text", "تدريب عشرين فنيًا"),),
            ),
        ),
        evidence=(register.quotation("date", DAY, "2026-11-18"), register.quotation("city", "طرابلس")),
    )


def join(register: Register, engagement: Engagement, outlet: str, **values: Any) -> Merge:
    return add_source(
        engagement=engagement,
        source=register.source(outlet=outlet),
        record=register.record(**values),
        by=register.editor,
        now=NOW,
    )


@pytest.fixture
def disputed(register: Register, engagement: Engagement) -> Engagement:
    """A second source that has another day, spelling, office, number and due date."""
    ambassador, promise = engagement.participations.get(), engagement.commitments.get()
    person = register.participant(
        "كنجي موراكاوا",
        role="القائم بالأعمال",
        evidence=(
            register.quotation("name", "كينجي", "كنجي موراكاوا"),
            register.quotation("role", "السفير", "القائم بالأعمال"),
        ),
    )
    said = (
        register.quotation("text", "تدريب عشرين", "تدريب 24 فنيا"),
        register.quotation("due_on", "قبل نهاية فبراير", "2027-03"),
    )
    join(
        register,
        engagement,
        "وكالة الساحل",
        date=date(2026, 11, 17),
        participants=(replace(person, joins=ambassador.pk),),
        commitments=(CommitmentRecord("agreed", "تدريب 24 فنيا", "", None, said, joins=promise.pk),),
        evidence=(
            register.quotation("date", "صباح الأربعاء", "2026-11-17"),
            register.quotation("city", "طرابلس"),
        ),
    )
    engagement.refresh_from_db()
    return engagement


def points(engagement: Engagement) -> dict[str, list[str]]:
    fresh = Engagement.objects.for_page().get(pk=engagement.pk)
    return {point.field: point.values for point in disagreements(fresh)}


def open_fields(engagement: Engagement) -> set[str]:
    fresh = Engagement.objects.for_page().get(pk=engagement.pk)
    still = {point.field for point in disagreements(fresh) if point.open}
    assert fresh.disputed == len(still), "the number beside the engagement is kept up to date"
    return still


def settled(register: Register, engagement: Engagement, key: str, value: str, **more: Any) -> Settlement:
    fresh = Engagement.objects.for_page().get(pk=engagement.pk)
    seen = next(point.values for point in disagreements(fresh) if point.key == key)
    arguments: dict[str, Any] = {"note": "  بحسب محضر اللقاء ", "now": LATER, "seen": seen} | more
    return settle(engagement=engagement, key=key, value=value, by=register.editor, **arguments)
