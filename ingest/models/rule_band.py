"""How far a rule of the reader is trusted here, by what this ministry's editors decided."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models import EvidenceBand


class RuleBand(models.Model):
    """The confidence band that was fitted for one rule; `manage.py fit_bands` writes it, and it holds for all
    releases read from then on.

    It takes precedence over the reader's own table of bands, which was measured on the developers' texts.
    """

    rule = models.CharField(_("rule"), max_length=80, unique=True)
    band = models.CharField(_("confidence"), max_length=10, choices=EvidenceBand.choices)
    right = models.PositiveIntegerField(_("accepted"))
    total = models.PositiveIntegerField(_("decided"))
    fitted_at = models.DateTimeField(_("fitted at"))

    class Meta:
        verbose_name = _("fitted confidence")
        verbose_name_plural = _("fitted confidences")
        ordering = ["rule"]
        constraints = [
            models.CheckConstraint(condition=Q(right__lte=F("total")), name="rule_band_right_of_total"),
            models.CheckConstraint(condition=Q(band__in=["sure", "check", "guess"]), name="rule_band_known"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.band} ({self.right}/{self.total})"
