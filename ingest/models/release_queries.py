"""Questions about releases. Times are arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from datetime import datetime

    from ingest.models.release import Release  # noqa: F401 - the type of the rows, in quotes below


class ReleaseQuerySet(models.QuerySet["Release"]):
    def claimable(self, now: datetime) -> ReleaseQuerySet:
        """Waiting to be read, or held by a worker whose lease has run out."""
        return self.filter(Q(status="received") | Q(claimed_until__lt=now))

    def lost(
        self, now: datetime, waiting_since: datetime, archive_waiting_since: datetime
    ) -> ReleaseQuerySet:
        """Claimable, and so long without news that their message must be taken for lost."""
        waited = ~Q(way_in="archive") & Q(enqueued_at__lt=waiting_since)
        from_archive = Q(way_in="archive") & Q(enqueued_at__lt=archive_waiting_since)
        return self.claimable(now).filter(waited | from_archive)

    def for_list(self) -> ReleaseQuerySet:
        """With all that a line of a list shows, however many lines."""
        return self.select_related("source", "submitted_by").prefetch_related("drafts", "runs")

    def failed(self) -> ReleaseQuerySet:
        return self.filter(status="failed")
