"""What an approval wrote into the register."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.models.engagement import Engagement


class Approval(models.Model):
    """The approval by which an engagement came into the register, kept so that it can be undone.

    `changes` lists every row that the approval wrote, new names included (`services.journal`). Undoing the approval
    deletes this row too. Who approved, and when, stands on the engagement. Engagements that an older version approved
    have no such row, so their approval cannot be undone.
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
