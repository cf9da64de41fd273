"""Undoes a decision: the draft waits again, as the editor had left it. The trail keeps the decision and the undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.errors import Refusal
from engagements.models import Engagement
from engagements.models.audit import Action
from engagements.services import audit, withdrawing
from ingest.models import Draft, DraftStatus, MatchVerdict, ReviewEvent, SuggestedPair
from ingest.services.steps import undone_before, wait_again

if TYPE_CHECKING:
    from datetime import datetime

    from django.db import models

    from engagements.models import User
    from engagements.services.journal import Key


@transaction.atomic
def reopen(*, draft: Draft, by: User, now: datetime) -> None:
    """Takes a rejection back. Raises Conflict if it does not stand any more."""
    if not wait_again(draft, DraftStatus.REJECTED, by=(by,), now=now):
        raise undone_before()
    changes = {"reason": (draft.reason, None)}
    audit.write(by=by, action=Action.REOPENED, subject=draft, now=now, changes=changes)


@transaction.atomic
def take_back(*, draft: Draft, by: User, now: datetime) -> None:
    """Takes the first of two approvals back.

    Raises Refusal if somebody else gave it, Conflict if it does not stand any more.
    """
    if draft.status == DraftStatus.ENDORSED and draft.endorsed_by_id != by.pk:
        raise Refusal(_("Only who approved first can take that back; you can reject the draft or change it."))
    if not wait_again(draft, DraftStatus.ENDORSED, by=(by,), now=now):
        raise undone_before()
    audit.write(by=by, action=Action.UNDONE, subject=draft, now=now, changes=_status(DraftStatus.ENDORSED))


def obstacles(draft: Draft) -> list[str]:
    """The reasons, in words, why the approval of the draft cannot be undone now; empty if it can."""
    engagement = draft.engagement
    if engagement is None or draft.status != DraftStatus.APPROVED:
        return [str(undone_before())]
    along: set[Key] = {("ingest.draft", draft.pk)}
    for rows in (_verdicts(engagement), SuggestedPair.objects.filter(engagement=engagement)):
        along |= {(row._meta.label_lower, row.pk) for row in rows}
    return withdrawing.obstacles(engagement, along)


@transaction.atomic
def undo_approval(*, draft: Draft, by: User, now: datetime) -> None:
    """Removes the engagement that the draft became from the register; the draft waits again.

    Raises Refusal with the reasons if something was built on the engagement since, Conflict if the approval does not
    stand any more.
    """
    # Lock the engagement before the draft, in the same order as merging does: otherwise the two could deadlock.
    engagement = Engagement.objects.select_for_update().filter(pk=draft.engagement_id or 0).first()
    who = [by, *([draft.decided_by] if draft.decided_by else [])]
    if engagement is None or not wait_again(draft, DraftStatus.APPROVED, by=who, now=now):
        raise undone_before()
    ReviewEvent.objects.filter(draft=draft).delete()
    _keep_verdicts(draft, engagement)
    SuggestedPair.objects.filter(engagement=engagement).delete()
    withdrawing.withdraw(engagement=engagement, by=by, now=now)
    audit.write(by=by, action=Action.UNDONE, subject=draft, now=now, changes=_status(DraftStatus.APPROVED))


def _keep_verdicts(draft: Draft, engagement: Engagement) -> None:
    """Verdicts on the engagement and other drafts become verdicts on this draft and those drafts."""
    for verdict in _verdicts(engagement):
        if verdict.draft_id is not None and verdict.draft_id != draft.pk:
            first, second = sorted((verdict.draft_id, draft.pk))
            said = {"judgement": verdict.judgement, "by_id": verdict.by_id, "at": verdict.at}
            MatchVerdict.objects.get_or_create(draft_id=first, other_draft_id=second, defaults=said)
    _verdicts(engagement).delete()


def _verdicts(engagement: Engagement) -> models.QuerySet[MatchVerdict]:
    return MatchVerdict.objects.filter(engagement=engagement)


def _status(before: DraftStatus) -> dict[str, tuple[str, str]]:
    return {"status": (before.value, DraftStatus.PENDING.value)}
