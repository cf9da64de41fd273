"""QuerySet methods of DoneReport."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from engagements.models import Commitment

if TYPE_CHECKING:
    from engagements.models import User
    from ingest.models.done_report import DoneReport  # noqa: F401 (the base class names it)


class DoneReportQuerySet(models.QuerySet["DoneReport"]):
    def open(self) -> DoneReportQuerySet:
        return self.filter(state="open")

    def visible_to(self, user: User) -> DoneReportQuerySet:
        """Reports on follow-ups that `user` may see, without those from a release that a restricted engagement
        cites.
        """
        found = self.filter(commitment__in=Commitment.objects.visible_to(user).values("pk"))
        if user.sees_restricted:
            return found
        return found.filter(release__source__hidden=False)
