"""QuerySet methods of Release. Times are arguments."""

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
        """The releases that exist for `user`.

        Outside the restricted group, a release whose source is hidden (a restricted engagement cites it) does not
        exist, nor does a container that such a release came in. For contributors there are only the releases that
        they submitted and those that the register quotes.
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
        """Releases that a worker may take at `now`: received and not yet read, or held under a lease that has run
        out.
        """
        return self.filter(Q(status=ReleaseStatus.RECEIVED) | Q(claimed_until__lt=now))

    def lost(
        self, now: datetime, waiting_since: datetime, archive_waiting_since: datetime
    ) -> ReleaseQuerySet:
        """Claimable releases of which nothing was heard for so long that their message to the workers must be lost."""
        waited = ~Q(way_in=WayIn.ARCHIVE) & Q(enqueued_at__lt=waiting_since)
        from_archive = Q(way_in=WayIn.ARCHIVE) & Q(enqueued_at__lt=archive_waiting_since)
        return self.claimable(now).filter(waited | from_archive)

    def for_list(self) -> ReleaseQuerySet:
        """With all that a line of a list shows, however many lines."""
        return self.select_related("source", "submitted_by").prefetch_related("drafts", "runs")

    def failed(self) -> ReleaseQuerySet:
        return self.filter(status=ReleaseStatus.FAILED)
