"""Questions about drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models.fields.json import KT

from engagements.models import Source

if TYPE_CHECKING:
    from datetime import date, datetime

    from engagements.models import User
    from ingest.models.draft import Draft


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: User) -> DraftQuerySet:
        """What exists for `user`: outside the restricted group none of a release that tells of what is restricted."""
        if user.sees_restricted:
            return self
        return self.exclude(release__in=Source.objects.filter(hidden=True).values("pk"))

    def pending(self) -> DraftQuerySet:
        return self.filter(status="pending")

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
        return self.filter(status__in=["pending", "endorsed"])

    def awake(self, today: date) -> DraftQuerySet:
        """Those that wait for a first decision and are not put off to a later day."""
        return self.pending().filter(models.Q(postponed_until=None) | models.Q(postponed_until__lte=today))

    def put_off(self, today: date) -> DraftQuerySet:
        """Those that are put off to a later day."""
        return self.pending().filter(postponed_until__gt=today)

    def for_second(self, user: User) -> DraftQuerySet:
        """Those that wait for a second person who may be this one: not whoever approved first."""
        return self.filter(status="endorsed").exclude(endorsed_by=user)

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
