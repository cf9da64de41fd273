"""An editor's decision about a draft. However many editors have it open, exactly one decision is taken."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from engagements.models import Engagement
from engagements.models.audit import Action
from engagements.permissions import Permission
from engagements.services import audit
from engagements.services.recording import add_source, record_engagement
from engagements.services.undoing import undo
from ingest.models import Draft, DraftStatus, RejectReason, ReviewEvent
from ingest.proposals.dividing import shared
from ingest.proposals.values import items
from ingest.services.endorsing import endorse, needs_second, not_second, not_yourself
from ingest.services.pairing import look_again
from ingest.services.steps import changes_of, hold, settle, too_late, wait_again

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import Merge, User
    from ingest.reviewing.deciding import Decision, FieldVerdict

_NUMBER = re.compile(r"\.\d+")
"""An index within a path. Without it (and what follows a colon) the path is a ReviewEvent's `sort`."""

__all__ = ["approve", "approve_or_endorse", "merge_into", "reject", "take_out", "too_late"]


@transaction.atomic
def approve_or_endorse(
    *, draft: Draft, decision: Decision, by: User, now: datetime, seen: datetime | None = None
) -> Engagement | None:
    """Approves the draft; the engagement, or None if a second person has to approve too.

    `seen` as in `approve`. Raises what `approve` and `endorsing.endorse` raise.
    """
    held = hold(draft, seen)
    if needs_second(held, decision.record):
        endorse(draft=held, decision=decision, by=by, now=now, seen=seen)
        return None
    return _approve(held, decision, by=by, now=now, seen=seen)


@transaction.atomic
def approve(
    *, draft: Draft, decision: Decision, by: User, now: datetime, seen: datetime | None = None
) -> Engagement:
    """Makes the draft an engagement of the register, with its evidence and a review event for every value.

    `seen` is the time of the first approval (`endorsed_at`) that the editor's page showed, None if there was none.
    Raises Conflict if somebody has decided meanwhile, and Refusal if a second person is needed, or another person
    than `by`. Then nothing is changed.
    """
    held = hold(draft, seen)
    if needs_second(held, decision.record):
        raise Refusal(_("Approving this draft takes a second person."))
    return _approve(held, decision, by=by, now=now, seen=seen)


def _approve(
    held: Draft, decision: Decision, *, by: User, now: datetime, seen: datetime | None
) -> Engagement:
    """Approves a draft that is locked (`steps.hold`) and needs no further person."""
    if held.endorsed_by_id == by.pk:
        raise not_yourself()
    if held.endorsed_by_id is not None and not by.may(Permission.APPROVE_SECOND):
        raise not_second()
    source = held.release.source
    engagement = record_engagement(record=decision.record, source=source, by=by, now=now)
    left = dict(decision.form) or None
    settle(held, DraftStatus.APPROVED, by=by, now=now, seen=seen, engagement=engagement, left_form=left)
    _remember(held, decision.verdicts, by=by, now=now)
    changes = changes_of(decision.verdicts)
    if changes:
        look_again(held)
    audit.write(by=by, action=Action.APPROVED, subject=held, now=now, changes=changes)
    return engagement


@transaction.atomic
def merge_into(*, draft: Draft, engagement: Engagement, decision: Decision, by: User, now: datetime) -> Merge:
    """Makes the draft's release a further source of `engagement`, with a review event for every value.

    `decision.record` says what joins, and as what (`ingest.merging.joining.chosen`). The audit entry is the
    engagement's. Raises Conflict if somebody has decided meanwhile, or if the engagement or a part that is joined is
    gone; Refusal if the confidentiality asks for two persons. Then nothing is changed.
    """
    held = hold(draft)
    if needs_second(held, decision.record):
        words = _("This takes two persons: approve it by itself, then the two records can be merged.")
        raise Refusal(words)
    source = held.release.source
    merge = add_source(engagement=engagement, source=source, record=decision.record, by=by, now=now)
    left = dict(decision.form) or None
    known = merge.engagement
    settle(draft, DraftStatus.MERGED, by=by, now=now, engagement=known, merge=merge, left_form=left)
    _remember(draft, decision.verdicts, by=by, now=now)
    look_again(draft)
    return merge


@transaction.atomic
def take_out(*, draft: Draft, by: User, now: datetime) -> Engagement:
    """Undoes `merge_into`: the engagement is as it was before, and the draft waits again as the editor had left it.

    Raises Refusal with the reasons if something was built on the merge, Conflict if it was undone already.
    """
    merge, gone = draft.merge, Conflict(_("Somebody else undid this merge in the meantime."))
    if merge is None:
        raise gone
    # Lock the engagement before the draft, in the same order as merging does: otherwise the two could deadlock.
    list(Engagement.objects.select_for_update().filter(pk=merge.engagement_id))
    if not wait_again(draft, DraftStatus.MERGED, by=(by,), now=now):
        raise gone
    ReviewEvent.objects.filter(draft=draft).delete()
    return undo(merge=merge, by=by, now=now)


@transaction.atomic
def reject(
    *,
    draft: Draft,
    reason: RejectReason,
    note: str,
    by: User,
    now: datetime,
    seen: datetime | None = None,
) -> None:
    """Closes the draft without an engagement, also if it waits for a second approval.

    `seen` as in `approve`. Raises Conflict if somebody has decided meanwhile.
    """
    settle(draft, DraftStatus.REJECTED, by=by, now=now, seen=seen, reason=reason, note=note)
    audit.write(
        by=by,
        action=Action.REJECTED,
        subject=draft,
        now=now,
        changes={"reason": (None, reason.value)},
        note=note,
    )


def _remember(draft: Draft, verdicts: tuple[FieldVerdict, ...], *, by: User, now: datetime) -> None:
    """Writes the review events.

    A value that is in both halves of a split draft was proposed once. If both halves judged it alike, it counts once.
    """
    told = _told_already(draft)
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
        if (verdict.field, verdict.verdict.value) not in told
    )


def _told_already(draft: Draft) -> set[tuple[str, str]]:
    """(path, verdict) of values that were judged in the other half of a draft that was split."""
    other_halves = Draft.objects.filter(made_from__made_into=draft).exclude(pk=draft.pk)
    told = set()
    for other in other_halves.prefetch_related("review_events"):
        verdicts = defaultdict(set)
        for event in other.review_events.all():
            verdicts[event.sort, event.proposed].add(event.verdict)
        paths = shared(draft.proposal, other.proposal)
        for item in items(draft.proposal):
            if item.path in paths:
                sort = _NUMBER.sub("", item.path.partition(":")[0])
                told |= {(item.path[:320], verdict) for verdict in verdicts[sort, item.value]}
    return told
