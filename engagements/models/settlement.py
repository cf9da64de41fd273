"""What somebody decided where the sources of an engagement disagree."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models.commitment import Commitment
from engagements.models.engagement import Engagement
from engagements.models.participation import Participation


class Settlement(models.Model):
    """The decision about one field of an engagement, a participant or a commitment.

    `values` are those that were weighed; if a source brings another one, the question is open again. `before` are the
    columns as they were, to which undoing returns.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="settlements")
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, null=True, blank=True, related_name="settlements"
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, null=True, blank=True, related_name="settlements"
    )
    field = models.CharField(_("field"), max_length=30)
    value = models.TextField(_("value"), blank=True)
    values = ArrayField(models.TextField(), verbose_name=_("values weighed"))
    before = models.JSONField(_("before"), default=dict)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("settled disagreement")
        verbose_name_plural = _("settled disagreements")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "participation", "commitment", "field"],
                name="settlement_once_per_field",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(participation=None) | Q(commitment=None), name="settlement_of_one_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"
