"""Questions about drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User
    from ingest.models.draft import Draft


class DraftQuerySet(models.QuerySet["Draft"]):
    def pending(self) -> DraftQuerySet:
        return self.filter(status="pending")

    def for_queue(self) -> DraftQuerySet:
        """With all that a row of the queue shows."""
        return self.select_related("release__source", "decided_by", "claimed_by")

    def waiting(self) -> DraftQuerySet:
        """Those that somebody can decide about: the first time, or as the second person."""
        return self.filter(status__in=["pending", "endorsed"])

    def free_for(self, user: User, now: datetime) -> DraftQuerySet:
        """Those that nobody but this user has open. A claim that ran out counts for nothing."""
        return self.filter(
            models.Q(claimed_until=None) | models.Q(claimed_until__lte=now) | models.Q(claimed_by=user)
        )

    def after(self, draft: Draft) -> DraftQuerySet:
        """Those that come behind `draft` in the queue's order."""
        return self.filter(
            models.Q(created_at__gt=draft.created_at) | models.Q(created_at=draft.created_at, pk__gt=draft.pk)
        )
