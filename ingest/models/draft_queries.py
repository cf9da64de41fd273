"""Questions about drafts."""

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
        """What exists for `user`: outside the restricted group none of a release that tells of what is restricted."""
        if user.sees_restricted:
            return self
        return self.exclude(release__in=Source.objects.filter(hidden=True).values("pk"))

    def pending(self) -> DraftQuerySet:
        return self.filter(status=DraftStatus.PENDING)

    def for_queue(self) -> DraftQuerySet:
        """With all that a row of a list shows, `date_precision` too; without the proposal and the text."""
        # Of the accounts each at once: joined three times, they make the plan take longer than the rows.
        rows = self.select_related("release__source").prefetch_related(
            "decided_by", "claimed_by", "endorsed_by"
        )
        return rows.with_precision().defer("proposal", "release__source__text")

    def with_precision(self) -> DraftQuerySet:
        """Each with the `date_precision` of its proposal, which need not be fetched for it."""
        return self.annotate(date_precision=KT("proposal__date_precision"))

    def waiting(self) -> DraftQuerySet:
        """Those that somebody can decide about: the first time, or as the second person."""
        return self.filter(status__in=WAITING)

    def awake(self, today: date) -> DraftQuerySet:
        """Those that wait for a first decision and are not put off to a later day."""
        return self.filter(self.is_awake(today))

    @staticmethod
    def is_awake(today: date) -> Q:
        """As `awake`, for who asks for more at once."""
        return Q(status=DraftStatus.PENDING) & (Q(postponed_until=None) | Q(postponed_until__lte=today))

    @staticmethod
    def is_put_off(today: date) -> Q:
        """Waits for a first decision, but is put off to a later day."""
        return Q(status=DraftStatus.PENDING, postponed_until__gt=today)

    def for_second(self, user: User) -> DraftQuerySet:
        """Those that wait for a second person who may be this one: not whoever approved first."""
        return self.filter(status=DraftStatus.ENDORSED).exclude(endorsed_by=user)

    def free_for(self, user: User, now: datetime) -> DraftQuerySet:
        """Those that nobody but this user has open. A claim that ran out counts for nothing."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_by=user))
