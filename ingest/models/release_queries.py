"""Questions about releases. Times are arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from engagements.models import Engagement, Source
from engagements.permissions import Permission
from ingest.models.terms import ReleaseStatus, WayIn

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User
    from ingest.models.release import Release  # noqa: F401 - the type of the rows, in quotes below


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, user: User) -> ReleaseQuerySet:
        """What exists for `user`: nothing that tells of a restricted engagement, nor a file in which such a one is, for
        those outside the restricted group; for contributors what they submitted and what the register quotes.
        """
        rows = self
        if not user.sees_restricted:
            rows = rows.exclude(pk__in=Source.objects.filter(hidden=True).values("pk"))
        if not user.may(Permission.SEE_RELEASES):
            cited = Engagement.sources.through.objects.filter(
                source=OuterRef("pk"), engagement__merged_into=None
            )
            rows = rows.filter(Q(submitted_by=user) | Exists(cited))
        return rows

    def claimable(self, now: datetime) -> ReleaseQuerySet:
        """Waiting to be read, or held by a worker whose lease has run out."""
        return self.filter(Q(status=ReleaseStatus.RECEIVED) | Q(claimed_until__lt=now))

    def lost(
        self, now: datetime, waiting_since: datetime, archive_waiting_since: datetime
    ) -> ReleaseQuerySet:
        """Claimable, and so long without news that their message must be taken for lost."""
        waited = ~Q(way_in=WayIn.ARCHIVE) & Q(enqueued_at__lt=waiting_since)
        from_archive = Q(way_in=WayIn.ARCHIVE) & Q(enqueued_at__lt=archive_waiting_since)
        return self.claimable(now).filter(waited | from_archive)

    def for_list(self) -> ReleaseQuerySet:
        """With all that a line of a list shows, however many lines."""
        return self.select_related("source", "submitted_by").prefetch_related("drafts", "runs")

    def failed(self) -> ReleaseQuerySet:
        return self.filter(status=ReleaseStatus.FAILED)
