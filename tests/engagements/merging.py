"""How the tests put engagements and sources together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from engagements.models import (
    Engagement,
    Merge,
)
from engagements.services.merging import Unification, merge_engagements, version_of
from engagements.services.recording import CommitmentRecord, add_source

if TYPE_CHECKING:
    from tests.engagements.conftest import Register

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def told(register: Register, **values: Any) -> Engagement:
    """An engagement with something in every relation."""
    outlet = values.pop("outlet", "المكتب الإعلامي")
    text = values.pop("promise", "تدريب عشرين فنيًا")
    return register.engagement(
        register.source(outlet=outlet),
        **{
            "topics": ("training",),
            "organizations": ("سفارة اليابان",),
            "participants": (
                register.participant(
                    "كينجي موراكامي", evidence=(register.quotation("name", "كينجي موراكامي"),)
                ),
                register.participant("", role="وكيل الوزارة", side="home", country="LY"),
            ),
            "commitments": (
                CommitmentRecord(
                    "agreed", text, "", None, (register.quotation("text", "تدريب عشرين فنيًا", text),)
                ),
            ),
            "evidence": (
                register.quotation("date", "الأربعاء", "2026-11-18"),
                register.quotation("topics:training", "تدريب", "training"),
            ),
        }
        | values,
    )


def merge(register: Register, survivor: Engagement, merged: Engagement, **unified: Any) -> Merge:
    return merge_engagements(
        survivor=survivor,
        merged=merged,
        unification=Unification(**unified),
        version=version_of(survivor, merged),
        by=register.editor,
        now=NOW,
    )


def join(register: Register, engagement: Engagement, outlet: str = "صحيفة المرفأ", **values: Any) -> Merge:
    return add_source(
        engagement=engagement,
        source=register.source(outlet=outlet),
        record=register.record(**values),
        by=register.editor,
        now=NOW,
    )
