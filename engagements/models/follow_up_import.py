"""A list of follow-ups that somebody brought along as a file."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class FollowUpImport(models.Model):
    """The table of an uploaded file and what its columns mean. Nothing reaches the register before it is carried out.

    `rows` are lists of text, one text for each of `headers`; `numbers` are the row numbers in the file. `mapping` is
    `{field: index of its column}`, empty until somebody has chosen. `reason` is given for each change that needs one.

    `results` is what became of each row when the import was carried out (importing.telling.OutcomeRow), in the
    language of that moment. `changes` is what it wrote (services.journal), so that it can be undone once; `left` are
    the rows, as `[label, key]`, that undoing did not touch because something had been done with them since.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    file_name = models.CharField(_("file"), max_length=255)
    headers = ArrayField(models.TextField())
    rows = models.JSONField()
    numbers = ArrayField(models.PositiveIntegerField())
    mapping = models.JSONField(default=dict, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    carried_out_at = models.DateTimeField(_("carried out at"), null=True, blank=True)
    results = models.JSONField(default=list, blank=True)
    created = models.PositiveIntegerField(_("created"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    changes = models.JSONField(default=list, db_default=[], blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    left = models.JSONField(default=list, db_default=[], blank=True)

    class Meta:
        verbose_name = _("import of follow-ups")
        verbose_name_plural = _("imports of follow-ups")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(carried_out_at__isnull=False) | Q(created=0, changed=0),
                name="follow_up_import_counts_when_carried_out",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(carried_out_at__isnull=False, undone_at__isnull=False, undone_by__isnull=False),
                name="follow_up_import_undone_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["by", "-id"], name="follow_up_import_of_somebody")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("follow_ups_import_columns", args=[self.pk])
