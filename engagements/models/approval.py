"""What an approval wrote into the register."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.models.engagement import Engagement


class Approval(models.Model):
    """The approval by which an engagement came into the register. `changes` is all it wrote, row by row
    (`services.journal`), names that were new included, so that it can be undone; undoing takes this row away too.

    Who approved, and when, stands on the engagement. One that was approved by an older version has none.
    """

    engagement = models.OneToOneField(
        Engagement, on_delete=models.PROTECT, primary_key=True, related_name="approval"
    )
    changes = models.JSONField(_("changes"), default=list)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self) -> str:
        return str(self.engagement_id)
