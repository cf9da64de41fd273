"""What an editor said of a suggested pair."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from ingest.models.draft import Draft
from ingest.models.release import Release


class Judgement(models.TextChoices):
    SAME = "same", _("The same")
    DIFFERENT = "different", _("Not the same")
    LATER = "later", _("Put off")


class MatchVerdict(models.Model):
    """A verdict on a pair (two drafts, a draft and an engagement, or two releases): same, different, or later.

    Of two drafts or two releases, the lower number comes first. A pair that was called different is never suggested
    again.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="match_verdicts")
    other_draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="+")
    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, null=True, related_name="match_verdicts"
    )
    release = models.ForeignKey(Release, on_delete=models.CASCADE, null=True, related_name="match_verdicts")
    other_release = models.ForeignKey(Release, on_delete=models.CASCADE, null=True, related_name="+")
    judgement = models.CharField(_("verdict"), max_length=10, choices=Judgement.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("verdict on a suggestion")
        verbose_name_plural = _("verdicts on suggestions")
        constraints = [
            models.CheckConstraint(
                condition=Q(judgement__in=Judgement.values), name="match_verdict_judgement_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    draft__isnull=False,
                    other_draft__isnull=False,
                    other_draft__gt=F("draft"),
                    engagement=None,
                    release=None,
                    other_release=None,
                )
                | Q(
                    draft__isnull=False,
                    other_draft=None,
                    engagement__isnull=False,
                    release=None,
                    other_release=None,
                )
                | Q(
                    draft=None,
                    other_draft=None,
                    engagement=None,
                    release__isnull=False,
                    other_release__isnull=False,
                    other_release__gt=F("release"),
                ),
                name="match_verdict_on_one_pair",
            ),
            models.UniqueConstraint(
                fields=["draft", "other_draft", "engagement", "release", "other_release"],
                nulls_distinct=False,
                name="match_verdict_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id or self.release_id}: {self.judgement}"
