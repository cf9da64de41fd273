"""QuerySet methods of Draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT

from engagements.models import Source
from ingest.models.terms import WAITING, DraftStatus

if TYPE_CHECKING:
    from datetime import date, datetime

    from engagements.models import User
    from ingest.models.draft import Draft  # noqa: F401 (the base class names it)


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: User) -> DraftQuerySet:
        """The drafts that exist for `user`. For accounts outside the restricted group, drafts of a release whose
        source is hidden (a restricted engagement cites it) do not exist.
        """
        if user.sees_restricted:
            return self
        return self.exclude(release__in=Source.objects.filter(hidden=True).values("pk"))

    def pending(self) -> DraftQuerySet:
        return self.filter(status=DraftStatus.PENDING)

    def for_queue(self) -> DraftQuerySet:
        """With everything that a row of a list shows, `date_precision` too, but without the proposal and the text."""
        # The accounts are prefetched: joining the table of accounts three times makes planning slower than reading.
        rows = self.select_related("release__source").prefetch_related(
            "decided_by", "claimed_by", "endorsed_by"
        )
        return rows.with_precision().defer("proposal", "release__source__text")

    def with_precision(self) -> DraftQuerySet:
        """Adds `date_precision`, taken from the proposal in the database, so that the proposal itself need not be
        fetched.
        """
        return self.annotate(date_precision=KT("proposal__date_precision"))

    def waiting(self) -> DraftQuerySet:
        """Drafts that still take a decision: the first one, or the approval by a second person."""
        return self.filter(status__in=WAITING)

    def awake(self, today: date) -> DraftQuerySet:
        """Drafts that wait for their first decision and are not put off to a day after `today`."""
        return self.filter(self.is_awake(today))

    @staticmethod
    def is_awake(today: date) -> Q:
        """The condition of `awake`, to be combined with others."""
        return Q(status=DraftStatus.PENDING) & (Q(postponed_until=None) | Q(postponed_until__lte=today))

    @staticmethod
    def is_put_off(today: date) -> Q:
        """Condition: the draft waits for its first decision and is put off to a day after `today`."""
        return Q(status=DraftStatus.PENDING, postponed_until__gt=today)

    def for_second(self, user: User) -> DraftQuerySet:
        """Drafts that wait for a second approval which `user` could give: whoever approved first could not."""
        return self.filter(status=DraftStatus.ENDORSED).exclude(endorsed_by=user)

    def free_for(self, user: User, now: datetime) -> DraftQuerySet:
        """Drafts that nobody else has open at `now`. A claim that has run out does not count."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_by=user))
