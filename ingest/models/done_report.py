"""A later release that seems to report a follow-up done. The reader proposes it, a person decides."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Commitment
from ingest.models.done_report_queries import DoneReportQuerySet
from ingest.models.release import Release


class DoneReportState(models.TextChoices):
    OPEN = "open", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class DoneReport(models.Model):
    """The sentence of a release that seems to report a follow-up done: `source.text[start:end] == quote`.

    By itself it changes nothing. Its state is `open`, then `accepted` (the sentence became a proof of the follow-up)
    or `declined` (it is never proposed for this follow-up again).
    """

    # Without a constraint: when an approval or a merge is undone, a follow-up is deleted or comes back under its old
    # number, and a mere proposal must not prevent that.
    commitment = models.ForeignKey(
        Commitment, on_delete=models.DO_NOTHING, db_constraint=False, related_name="done_reports"
    )
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="done_reports")
    start = models.PositiveIntegerField(_("first character"))
    end = models.PositiveIntegerField(_("after the last character"))
    quote = models.TextField(_("quotation"))
    score = models.FloatField(_("score"))
    state = models.CharField(
        _("state"), max_length=10, choices=DoneReportState.choices, default=DoneReportState.OPEN
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), null=True, blank=True)

    objects = DoneReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report that something was done")
        verbose_name_plural = _("reports that something was done")
        constraints = [
            models.UniqueConstraint(fields=["commitment", "release"], name="done_report_once"),
            models.CheckConstraint(
                condition=Q(state__in=DoneReportState.values), name="done_report_state_known"
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")) & ~Q(quote=""), name="done_report_quotes_a_place"
            ),
            models.CheckConstraint(
                condition=Q(state=DoneReportState.OPEN, by=None, at=None)
                | (~Q(state=DoneReportState.OPEN) & Q(by__isnull=False, at__isnull=False)),
                name="done_report_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.quote
