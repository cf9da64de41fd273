"""Many follow-ups changed at once."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class BulkChange(models.Model):
    """What one account changed in many follow-ups at once, and how that went.

    `changes` has `{"number", "before", "after"}` for each changed follow-up, with the columns that can be changed and
    those that follow from them. `refused` has `{"number", "why"}` for the others. The change can be undone once;
    `left` then has the numbers that were not restored because somebody had changed them since.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    changes = models.JSONField(_("changes"), default=list)
    refused = models.JSONField(_("refused"), default=list)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    left = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        verbose_name = _("change of many follow-ups")
        verbose_name_plural = _("changes of many follow-ups")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="bulk_change_undone_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("follow_ups_changed", args=[self.pk])
