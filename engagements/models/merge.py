"""Merges: a source that was added to an engagement, or two engagements that became one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engagements.models.engagement import Engagement
from engagements.models.source import Source


class Merge(models.Model):
    """A merge that stands. `changes` lists every row that it changed (`services.journal`), so that it can be undone;
    undoing deletes this row, and only the audit trail remains.

    With a `source`, that source was added to `engagement`; with `merged`, that engagement was merged into
    `engagement`. `unified` are the numbers of follow-ups that became one with another; their history is shown here.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="merges")
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merges",
        verbose_name=_("source"),
    )
    merged = models.OneToOneField(
        Engagement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merge",
        verbose_name=_("merged engagement"),
    )
    unified = ArrayField(models.BigIntegerField(), default=list, blank=True)
    changes = models.JSONField(_("changes"), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source=None, merged__isnull=False) | Q(source__isnull=False, merged=None),
                name="merge_of_a_source_or_an_engagement",
            ),
            models.CheckConstraint(
                condition=Q(merged=None) | ~Q(merged=F("engagement")), name="merge_of_two_engagements"
            ),
        ]

    def __str__(self) -> str:
        return str(self.source or self.merged)

    def get_absolute_url(self) -> str:
        """The page on which the merge can be undone."""
        if self.source_id:
            return reverse("source_out", args=[self.engagement_id, self.source_id])
        return reverse("merge_undo", args=[self.pk])
