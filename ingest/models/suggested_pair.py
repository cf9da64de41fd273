"""Likely pairs of drafts, or of a draft and an engagement. They are stored so that the queue can filter by them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from ingest.models.draft import Draft
from ingest.models.suggested_pair_queries import SuggestedPairQuerySet


class SuggestedPair(models.Model):
    """A draft with another draft, or with an engagement, that scored as the same event when the pair was looked up.

    A pair of two drafts is stored in both directions. Whether the pair is still worth suggesting is not stored:
    decisions, verdicts and merges since then, and who may see what, are read from their own rows
    (`SuggestedPairQuerySet.open_to`).
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
