"""An editor decides about a draft: once, whoever else has it open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.errors import Conflict
from engagements.models import Engagement
from engagements.models.audit import Action
from engagements.services import audit
from engagements.services.recording import add_source, record_engagement
from engagements.services.undoing import undo
from ingest.models import Draft, DraftStatus, RejectReason, ReviewEvent, Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import Merge, User
    from ingest.deciding import Decision, FieldVerdict


@transaction.atomic
def approve(*, draft: Draft, decision: Decision, by: User, now: datetime) -> Engagement:
    """Makes the draft an engagement of the register, with its evidence and a verdict for every value.

    Raises Conflict if somebody decided before; then nothing is changed.
    """
    _hold(draft)
    source = draft.release.source
    engagement = record_engagement(record=decision.record, source=source, by=by, now=now)
    _settle(draft, DraftStatus.APPROVED, by=by, now=now, engagement=engagement)
    _remember(draft, decision.verdicts, by=by, now=now)
    audit.write(by=by, action=Action.APPROVED, subject=draft, now=now, changes=_changes(decision.verdicts))
    return engagement


@transaction.atomic
def merge_into(*, draft: Draft, engagement: Engagement, decision: Decision, by: User, now: datetime) -> Merge:
    """Makes the draft's release a further source of an engagement that is there; a verdict for every value.

    The record says what joins and as what (`ingest.joining.chosen`). The trail has it on the engagement.
    Raises Conflict if somebody decided before, or the engagement or a part that is joined is gone; then nothing
    is changed.
    """
    _hold(draft)
    source = draft.release.source
    merge = add_source(engagement=engagement, source=source, record=decision.record, by=by, now=now)
    _settle(draft, DraftStatus.MERGED, by=by, now=now, engagement=merge.engagement, merge=merge)
    _remember(draft, decision.verdicts, by=by, now=now)
    return merge


@transaction.atomic
def take_out(*, draft: Draft, by: User, now: datetime) -> Engagement:
    """Undoes `merge_into`: the engagement is as it was before, and the draft waits again, undecided.

    Raises Refusal with the reasons if something was built on the merge, Conflict if somebody undid it before.
    """
    merge, gone = draft.merge, Conflict(_("Somebody else undid this merge in the meantime."))
    if merge is None:
        raise gone
    # Engagement before draft, as whoever merges engagements does: two who wait for each other would both fail.
    list(Engagement.objects.select_for_update().filter(pk=merge.engagement_id))
    merged = Draft.objects.filter(pk=draft.pk, status=DraftStatus.MERGED, merge=merge)
    undecided = {"decided_by": None, "decided_at": None, "engagement": None, "merge": None}
    if merged.update(status=DraftStatus.PENDING, **undecided) != 1:
        raise gone
    ReviewEvent.objects.filter(draft=draft).delete()
    return undo(merge=merge, by=by, now=now)


@transaction.atomic
def reject(*, draft: Draft, reason: RejectReason, note: str, by: User, now: datetime) -> None:
    """Closes the draft without an engagement. Raises Conflict if somebody decided before."""
    _settle(draft, DraftStatus.REJECTED, by=by, now=now, reason=reason, note=note)
    audit.write(
        by=by,
        action=Action.REJECTED,
        subject=draft,
        now=now,
        changes={"reason": (None, reason.value)},
        note=note,
    )


def _hold(draft: Draft) -> None:
    """Makes a second editor wait here, before a second engagement is written. Raises Conflict if too late."""
    if not Draft.objects.pending().select_for_update().filter(pk=draft.pk).exists():
        raise too_late(draft)


def _settle(draft: Draft, status: DraftStatus, *, by: User, now: datetime, **fields: object) -> None:
    """The one step out of `pending`. Raises Conflict unless exactly one row took it."""
    pending = Draft.objects.pending().filter(pk=draft.pk)
    free = {"claimed_by": None, "claimed_until": None, "postponed_until": None}
    if pending.update(status=status, decided_by=by, decided_at=now, **free, **fields) != 1:
        raise too_late(draft)


def too_late(draft: Draft) -> Conflict:
    """What stands in the way of a decision: who decided before, and when."""
    decided = Draft.objects.select_related("decided_by").get(pk=draft.pk)
    if decided.decided_by is None or decided.decided_at is None:
        return Conflict(_("This draft cannot be decided now."))
    when = date_format(timezone.localtime(decided.decided_at), "j F Y H:i")
    words = {
        DraftStatus.APPROVED: _("This draft was already approved by %(name)s on %(when)s."),
        DraftStatus.MERGED: _("This draft was already merged by %(name)s on %(when)s."),
        DraftStatus.REJECTED: _("This draft was already rejected by %(name)s on %(when)s."),
        DraftStatus.REPLACED: _("This draft was already split or joined by %(name)s on %(when)s."),
    }[DraftStatus(decided.status)]
    return Conflict(words % {"name": decided.decided_by.display_name, "when": when})


def _remember(draft: Draft, verdicts: tuple[FieldVerdict, ...], *, by: User, now: datetime) -> None:
    ReviewEvent.objects.bulk_create(
        ReviewEvent(
            draft=draft,
            field=verdict.field,
            verdict=verdict.verdict,
            proposed=verdict.proposed,
            decided=verdict.decided,
            rule=verdict.rule,
            band=verdict.band,
            by=by,
            at=now,
        )
        for verdict in verdicts
    )


def _changes(verdicts: tuple[FieldVerdict, ...]) -> dict[str, tuple[str | None, str | None]]:
    """What the editor changed; what was accepted stands in the review events."""
    return {
        verdict.field: (verdict.proposed or None, verdict.decided or None)
        for verdict in verdicts
        if verdict.verdict != Verdict.ACCEPTED
    }
