"""Steps on the way to what was promised."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models.commitment import Commitment


class Step(models.Model):
    """One step of a follow-up, in the order of `position`; done on `done_on`."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="steps")
    text = models.CharField(_("step"), max_length=500)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("assigned to"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="step_has_a_text")]

    def __str__(self) -> str:
        return self.text

    @property
    def version(self) -> str:
        """A digest of the step. A form carries it along, so that a change made meanwhile is noticed."""
        seen = f"{self.text}\x1f{self.assignee_id}\x1f{self.due_on}\x1f{self.done_on}"
        return sha256(seen.encode()).hexdigest()[:16]
