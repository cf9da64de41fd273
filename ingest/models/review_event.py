"""What an editor did with each value of a draft."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ingest.models.draft import Draft


class Verdict(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    CORRECTED = "corrected", _("Corrected")
    REMOVED = "removed", _("Removed")
    ADDED = "added", _("Added")


class ReviewEvent(models.Model):
    """One field of one decision: what the machine had, what the editor left. The reader's accuracy comes from here.

    `field` is a path into the proposal: `date`, `participants.0.name`, `partner_countries:JP`.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="review_events")
    field = models.CharField(_("field"), max_length=320)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    proposed = models.TextField(_("proposed"), blank=True)
    decided = models.TextField(_("decided"), blank=True)
    rule = models.CharField(_("rule"), max_length=80, blank=True)
    band = models.CharField(_("confidence"), max_length=10, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("review event")
        verbose_name_plural = _("review events")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="review_event_verdict_known"
            ),
            models.UniqueConstraint(fields=["draft", "field"], name="review_event_once_per_field"),
        ]
        indexes = [models.Index(fields=["rule", "verdict"], name="review_event_by_rule")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.field}: {self.verdict}"
