"""What the search found to tell of the same event as a draft: kept, so that a list of thousands can ask for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from ingest.models.draft import Draft
from ingest.models.suggested_pair_queries import SuggestedPairQuerySet


class SuggestedPair(models.Model):
    """A draft and another draft, or an engagement, that scored as the same event when it was looked up.

    Two drafts stand in both directions. Whether the pair still is a suggestion is never stored: what was decided,
    judged or merged since, and who may see what, is asked of those rows (`SuggestedPairQuerySet.open_to`).
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="pairs")
    other_draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="+")
    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, null=True, related_name="suggested_pairs"
    )
    score = models.FloatField(_("score"))

    objects = SuggestedPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("likely pair")
        verbose_name_plural = _("likely pairs")
        constraints = [
            models.CheckConstraint(
                condition=Q(other_draft__isnull=False, engagement=None)
                | Q(other_draft=None, engagement__isnull=False),
                name="suggested_pair_of_one_sort",
            ),
            models.UniqueConstraint(
                fields=["draft", "other_draft", "engagement"],
                nulls_distinct=False,
                name="suggested_pair_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.score:.2f}"
