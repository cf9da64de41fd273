"""The words of a source from which an approved value was taken."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models.commitment import Commitment
from engagements.models.engagement import Engagement
from engagements.models.participation import Participation
from engagements.models.source import Source


class EvidenceState(models.TextChoices):
    """What the editor did with the value that the reader proposed."""

    ACCEPTED = "accepted", _("Accepted")
    CORRECTED = "corrected", _("Corrected")
    ADDED = "added", _("Added by hand")


class EvidenceBand(models.TextChoices):
    SURE = "sure", _("Sure")
    CHECK = "check", _("To check")
    GUESS = "guess", _("Not sure")
    HAND = "hand", _("By hand")


class Evidence(models.Model):
    """`source.text[start:end] == quote`, for one field of an engagement, a participant or a commitment.

    `field` is the field's name; for one value among many, with the value behind a colon (`topics:mining`).
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="evidence")
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="evidence")
    field = models.CharField(_("field"), max_length=320)
    start = models.PositiveIntegerField(_("first character"))
    end = models.PositiveIntegerField(_("after the last character"))
    quote = models.TextField(_("quotation"))
    value = models.TextField(_("value as this source has it"), blank=True)
    rule = models.CharField(_("rule"), max_length=80, blank=True)
    band = models.CharField(_("confidence"), max_length=10, choices=EvidenceBand.choices)
    state = models.CharField(_("state"), max_length=10, choices=EvidenceState.choices)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["engagement_id", "source_id", "start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="evidence_quotes_something"),
            models.CheckConstraint(condition=~Q(quote=""), name="evidence_has_a_quotation"),
            models.CheckConstraint(condition=Q(band__in=EvidenceBand.values), name="evidence_band_known"),
            models.CheckConstraint(condition=Q(state__in=EvidenceState.values), name="evidence_state_known"),
            models.CheckConstraint(
                condition=Q(participation=None) | Q(commitment=None), name="evidence_of_one_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.quote}"
