"""One attempt to read a release."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ingest.models.release import Release


class RunStatus(models.TextChoices):
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    LOST = "lost", _("Broken off")


class ParseRun(models.Model):
    """One attempt to read a release: when it began and ended, and how. It is `lost` if its worker died, or if its
    lease ran out and another worker took over.

    `error_code` and `error_params` say what went wrong; `ingest.releases.errors` has the words for people. `warnings`
    is a list of `{"code", "params"}`: what a person should know of a text that was read.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="runs")
    attempt = models.PositiveSmallIntegerField(_("attempt"))
    status = models.CharField(_("state"), max_length=10, choices=RunStatus.choices, default=RunStatus.RUNNING)
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    reader_version = models.CharField(_("reader version"), max_length=60, blank=True)
    file_format = models.CharField(_("file format"), max_length=20, blank=True)
    error_code = models.CharField(_("error"), max_length=40, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    warnings = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("parse run")
        verbose_name_plural = _("parse runs")
        ordering = ["release_id", "attempt"]
        constraints = [
            models.UniqueConstraint(fields=["release", "attempt"], name="parse_run_attempt_once"),
            models.UniqueConstraint(
                fields=["release"], condition=Q(status=RunStatus.RUNNING), name="parse_run_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(status__in=RunStatus.values), name="parse_run_status_known"),
            models.CheckConstraint(
                condition=Q(status=RunStatus.RUNNING, ended_at=None)
                | (~Q(status=RunStatus.RUNNING) & Q(ended_at__isnull=False)),
                name="parse_run_ended_unless_running",
            ),
            models.CheckConstraint(
                condition=Q(status=RunStatus.FAILED) & ~Q(error_code="")
                | ~Q(status=RunStatus.FAILED) & Q(error_code=""),
                name="parse_run_failed_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}/{self.attempt}"
