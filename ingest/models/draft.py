"""The draft: what the reader proposed, which never changes, and what an editor decided about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Merge
from ingest.models.draft_queries import DraftQuerySet
from ingest.models.parse_run import ParseRun
from ingest.models.release import Release
from ingest.models.terms import DraftStatus, RejectReason

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User


class Draft(models.Model):
    """One engagement as the reader proposed it. `proposal` is `extraction.schema.Engagement.to_json()` and never
    changes (a trigger holds this); `title`, `date`, `countries`, `to_check` and `guesses` repeat it for the queue.

    `status` moves so, each step by a conditional UPDATE on the status before it:

        pending  -> approved   becomes a new engagement
        pending  -> endorsed   one person approves, and the confidentiality asks for a second
        endorsed -> approved   by another person than `endorsed_by`
        pending  -> merged     joins an engagement that is there; `merge` says what that did
        pending  -> rejected
        pending  -> replaced   was split into, or joined in, the drafts of `made_into`
        all      -> pending    the decision is undone: reopened, taken out again, put together again

    `left_form` is the review form as whoever approved it last left it (`{name: [values]}`): what a second person
    looks at, and what comes back when the decision is undone. Those decided by an older version have none.
    `claimed_by` has the draft open until `claimed_until`; the claim is shown to others, and binds nobody.
    One that is put off stays out of the queue until the day `postponed_until`.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="drafts")
    run = models.ForeignKey(ParseRun, on_delete=models.PROTECT, related_name="drafts")
    index = models.PositiveSmallIntegerField(_("number in the release"))
    proposal = models.JSONField(_("proposal"))
    title = models.CharField(_("title"), max_length=500)
    date = models.DateField(_("date"), null=True, blank=True)
    countries = ArrayField(
        models.CharField(max_length=2), verbose_name=_("countries"), default=list, blank=True
    )
    to_check = models.PositiveSmallIntegerField(_("values to check"), default=0)
    guesses = models.PositiveSmallIntegerField(_("guesses among them"), default=0)
    status = models.CharField(
        _("state"), max_length=10, choices=DraftStatus.choices, default=DraftStatus.PENDING
    )
    created_at = models.DateTimeField(_("drafted at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=RejectReason.choices, blank=True)
    note = models.TextField(_("note"), blank=True)
    engagement = models.ForeignKey(
        Engagement, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    merge = models.OneToOneField(
        Merge, on_delete=models.PROTECT, null=True, blank=True, related_name="draft", editable=False
    )

    endorsed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("first approved by"),
    )
    endorsed_at = models.DateTimeField(_("first approved at"), null=True, blank=True)
    left_form = models.JSONField(_("form as it was left"), null=True, blank=True, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("open at"),
    )
    claimed_until = models.DateTimeField(_("open until"), null=True, blank=True)
    postponed_until = models.DateField(_("put off until"), null=True, blank=True)
    made_from = models.ManyToManyField(
        "self", symmetrical=False, related_name="made_into", blank=True, verbose_name=_("made from")
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["release", "index"], name="draft_once_per_release_and_number"),
            models.CheckConstraint(condition=Q(status__in=DraftStatus.values), name="draft_status_known"),
            models.CheckConstraint(
                condition=Q(status=DraftStatus.PENDING, decided_by=None, decided_at=None, engagement=None)
                | Q(
                    status__in=[DraftStatus.APPROVED, DraftStatus.MERGED],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    engagement__isnull=False,
                )
                | Q(
                    status=DraftStatus.ENDORSED,
                    decided_by=None,
                    decided_at=None,
                    engagement=None,
                    endorsed_by__isnull=False,
                )
                | Q(
                    status__in=[DraftStatus.REJECTED, DraftStatus.REPLACED],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    engagement=None,
                ),
                name="draft_decision_complete",
            ),
            models.CheckConstraint(
                condition=Q(endorsed_by=None, endorsed_at=None)
                | Q(
                    endorsed_by__isnull=False,
                    endorsed_at__isnull=False,
                    status__in=[DraftStatus.ENDORSED, DraftStatus.APPROVED],
                ),
                name="draft_endorsement_complete",
            ),
            models.CheckConstraint(
                condition=Q(endorsed_by=None) | Q(decided_by=None) | ~Q(endorsed_by=F("decided_by")),
                name="draft_approved_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(left_form__isnull=True)
                | Q(status__in=[DraftStatus.ENDORSED, DraftStatus.APPROVED, DraftStatus.MERGED]),
                name="draft_form_left_by_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(status=DraftStatus.ENDORSED) | Q(left_form__isnull=False),
                name="draft_endorsed_as_it_was_left",
            ),
            models.CheckConstraint(
                condition=Q(claimed_until=None) | Q(status__in=[DraftStatus.PENDING, DraftStatus.ENDORSED]),
                name="draft_claimed_while_it_waits",
            ),
            models.CheckConstraint(
                condition=Q(postponed_until=None) | Q(status=DraftStatus.PENDING),
                name="draft_postponed_while_it_waits",
            ),
            models.CheckConstraint(
                condition=Q(status=DraftStatus.MERGED, merge__isnull=False)
                | (~Q(status=DraftStatus.MERGED) & Q(merge=None)),
                name="draft_merged_by_a_merge",
            ),
            models.CheckConstraint(
                condition=(Q(status=DraftStatus.REJECTED) & ~Q(reason=""))
                | (~Q(status=DraftStatus.REJECTED) & Q(reason="")),
                name="draft_rejected_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(guesses__lte=F("to_check")), name="draft_guesses_are_to_check"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "created_at", "id"], name="draft_queue"),
            GinIndex(fields=["countries"], name="draft_countries"),
            # For the other orders of the queue. Partial, on waiting drafts only: decided drafts accumulate for years.
            models.Index(
                fields=["guesses", "to_check", "created_at", "id"],
                condition=Q(status="pending"),
                name="draft_queue_easiest",
            ),
            models.Index(fields=["date", "id"], condition=Q(status="pending"), name="draft_queue_by_date"),
            # It includes the columns that the queue counts by, so that counting ten thousand drafts reads the index
            # alone and not the wide rows.
            models.Index(
                fields=["created_at", "id"],
                include=["status", "postponed_until", "to_check", "guesses", "date", "countries", "release"],
                condition=Q(status="pending"),
                name="draft_awake",
            ),
            models.Index(fields=["decided_by", "decided_at", "id"], name="draft_decided_lately"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("draft", args=[self.pk])

    @property
    def waits(self) -> bool:
        """Whether it still takes a decision: the first one, or the approval by a second person."""
        return self.status in (DraftStatus.PENDING, DraftStatus.ENDORSED)

    def claimant(self, now: datetime) -> User | None:
        """The account that has the draft open at `now`, or None. A claim that has run out does not count."""
        return self.claimed_by if self.claimed_until and self.claimed_until > now else None
