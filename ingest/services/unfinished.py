"""The unfinished form of an editor over a draft: kept while it is typed, deleted with that editor's own decision."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from ingest.models import Draft, DraftStatus, DraftWork

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engagements.models import User

KEPT = timedelta(days=30)
"""How long an unfinished form is kept after somebody else has decided about the draft."""


@transaction.atomic
def keep(
    *, number: int, by: User, fields: Mapping[str, list[str]], now: datetime, even_if_decided: bool = False
) -> bool:
    """Stores the form in place of what was stored before.

    False, and nothing is stored, if `by` has decided about the draft: what a slow connection brings after that is out
    of date. With `even_if_decided` it is stored all the same. Raises Draft.DoesNotExist.
    """
    # This lock waits for a decision that is just being written: it locks the same row first.
    rows = Draft.objects.select_for_update(no_key=True).only("status", "decided_by", "endorsed_by")
    if decided_by(rows.get(pk=number), by) and not even_if_decided:
        return False
    DraftWork.objects.bulk_create(
        [DraftWork(draft_id=number, by=by, fields=dict(fields), saved_at=now)],
        update_conflicts=True,
        unique_fields=["draft", "by"],
        update_fields=["fields", "saved_at"],
    )
    return True


def decided_by(draft: Draft, user: User) -> bool:
    """Whether this user made the decision that stands, or gave the first of two approvals."""
    first = draft.status == DraftStatus.ENDORSED and draft.endorsed_by_id == user.pk
    return first or draft.decided_by_id == user.pk


def of(draft: Draft, user: User) -> DraftWork | None:
    """The unfinished form of this user over the draft, if there is one."""
    return DraftWork.objects.filter(draft=draft, by=user).first()


def forget(*, number: int, by: User) -> None:
    """Deletes the unfinished form: the editor has decided, or starts again from the proposal."""
    DraftWork.objects.filter(draft=number, by=by).delete()


def prune(*, now: datetime) -> int:
    """Deletes forms over decided drafts that are older than KEPT. Returns how many."""
    waiting = Draft.objects.waiting().values("pk")
    return DraftWork.objects.filter(saved_at__lt=now - KEPT).exclude(draft__in=waiting).delete()[0]
