"""What editors say of suggested pairs, with its audit trail. A pair that was called different is never suggested
again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from engagements.models import Engagement
from engagements.models.audit import Action
from engagements.services import audit
from ingest.models import Draft, Judgement, MatchVerdict, Release

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User


@dataclass(frozen=True, slots=True)
class Declined:
    """A draft or an engagement that was called different from a draft."""

    subject: Draft | Engagement

    @property
    def key(self) -> str:
        return key_of(self.subject)


def key_of(subject: Draft | Engagement) -> str:
    """`draft:N` or `engagement:N`, the value that forms send."""
    return f"{subject._meta.model_name}:{subject.pk}"


def judge(
    *, draft: Draft, other: Draft | Engagement, judgement: Judgement | None, by: User, now: datetime
) -> None:
    """Stores the verdict on a draft and `other`; None takes back the verdict that was given."""
    pair: dict[str, Any]
    if isinstance(other, Engagement):
        pair = {"draft_id": draft.pk, "engagement_id": other.pk}
    else:
        pair = {"draft_id": min(draft.pk, other.pk), "other_draft_id": max(draft.pk, other.pk)}
    _keep(pair, draft, other, judgement, by=by, now=now)


def judge_releases(
    *, release: Release, other: Release, judgement: Judgement | None, by: User, now: datetime
) -> None:
    """Stores the verdict on two releases; None takes back the verdict that was given."""
    pair = {"release_id": min(release.pk, other.pk), "other_release_id": max(release.pk, other.pk)}
    _keep(pair, release, other, judgement, by=by, now=now)


@transaction.atomic
def _keep(
    pair: dict[str, Any],
    subject: Draft | Release,
    other: Draft | Engagement | Release,
    judgement: Judgement | None,
    *,
    by: User,
    now: datetime,
) -> None:
    before = MatchVerdict.objects.select_for_update().filter(**pair).first()
    if (before.judgement if before else None) == judgement:
        return
    if judgement is not None:
        MatchVerdict.objects.update_or_create(**pair, defaults={"judgement": judgement, "by": by, "at": now})
    elif before:
        before.delete()
    audit.write(
        by=by,
        action=Action.SETTLED if judgement else Action.REOPENED,
        subject=subject,
        now=now,
        changes={"same_event": (before.judgement if before else None, judgement)},
        note=f"{other._meta.verbose_name} {other.pk}: {other}",
    )


def verdicts_on(draft: Draft) -> dict[Draft | Engagement, str]:
    """The verdicts on this draft, by the other draft or engagement.

    «Different» also holds for the engagement that the other draft has become part of, and for the one that the
    engagement was merged into.
    """
    given = MatchVerdict.objects.filter(Q(draft=draft) | Q(other_draft=draft))
    rows = given.select_related("draft__engagement", "other_draft__engagement", "engagement__merged_into")
    verdicts: dict[Draft | Engagement, str] = {}
    for row in rows.order_by("at"):
        other = row.engagement or (row.other_draft if row.draft_id == draft.pk else row.draft)
        if other is None:
            continue
        verdicts[other] = row.judgement
        further = other.merged_into if isinstance(other, Engagement) else other.engagement
        if further and row.judgement == Judgement.DIFFERENT:
            verdicts[further] = row.judgement
    return verdicts


def declined_for(draft: Draft, user: User) -> list[Declined]:
    """What was called different from the draft, as far as `user` may see it, in the order of the verdicts."""
    given = MatchVerdict.objects.filter(Q(draft=draft) | Q(other_draft=draft), judgement=Judgement.DIFFERENT)
    rows = given.select_related("draft", "other_draft", "engagement").order_by("at")
    others = [row.engagement or (row.other_draft if row.draft_id == draft.pk else row.draft) for row in rows]
    engagements = [other.pk for other in others if isinstance(other, Engagement)]
    seen = set(Engagement.objects.visible_to(user).filter(pk__in=engagements).values_list("pk", flat=True))
    drafts = [other.pk for other in others if isinstance(other, Draft)]
    known = (
        set(Draft.objects.visible_to(user).filter(pk__in=drafts).values_list("pk", flat=True))
        if drafts
        else set()
    )
    return [
        Declined(other)
        for other in others
        if other and other.pk in (known if isinstance(other, Draft) else seen)
    ]
