"""The unfinished form of one editor over one draft: kept while it is typed, gone with one's own decision."""

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
"""How long what somebody typed stays after somebody else decided the draft."""


@transaction.atomic
def keep(
    *, number: int, by: User, fields: Mapping[str, list[str]], now: datetime, even_if_decided: bool = False
) -> bool:
    """Keeps the form as it stands, in place of what was kept before.

    False if `by` decided the draft meanwhile: then nothing of it is unfinished, and what a slow connection brings
    afterwards is not kept, unless `even_if_decided`. Raises Draft.DoesNotExist.
    """
    # Waits for a decision that is being written, which takes the same row first.
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
    """Whether this user made the decision that stands, or the first of two."""
    first = draft.status == DraftStatus.ENDORSED and draft.endorsed_by_id == user.pk
    return first or draft.decided_by_id == user.pk


def of(draft: Draft, user: User) -> DraftWork | None:
    """What this user left unfinished in the draft."""
    return DraftWork.objects.filter(draft=draft, by=user).first()


def forget(*, number: int, by: User) -> None:
    """The editor decided, or begins again from the proposal."""
    DraftWork.objects.filter(draft=number, by=by).delete()


def prune(*, now: datetime) -> int:
    """Forgets what was typed into drafts that are decided and is older than `KEPT`. Returns how many forms."""
    waiting = Draft.objects.waiting().values("pk")
    return DraftWork.objects.filter(saved_at__lt=now - KEPT).exclude(draft__in=waiting).delete()[0]
