"""What was reported about a follow-up, update by update."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models.commitment import Commitment
from engagements.models.terms import Rating


class ProgressUpdate(models.Model):
    """One report on a follow-up. A trigger refuses to change or delete it; only a merge may move it to another
    follow-up.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="progress")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    rating = models.CharField(_("rating"), max_length=10, choices=Rating.choices)
    words = models.TextField(_("what was done"))
    next_step = models.CharField(_("next step"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("progress update")
        verbose_name_plural = _("progress updates")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(rating__in=Rating.values), name="progress_rating_known"),
            models.CheckConstraint(condition=~Q(words=""), name="progress_has_words"),
        ]
        indexes = [models.Index(fields=["commitment", "-at", "-id"], name="progress_of_a_follow_up")]

    def __str__(self) -> str:
        return self.words
