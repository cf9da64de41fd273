"""What an editor decided about each value of a draft."""

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from ingest.models.draft import Draft


class Verdict(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    CORRECTED = "corrected", _("Corrected")
    REMOVED = "removed", _("Removed")
    ADDED = "added", _("Added")


def _sort() -> Func:
    """SQL for the sort of value that a path names: `participants.0.name` gives `participants.name`,
    `topics:mining` gives `topics`.
    """
    bare = Func(F("field"), Value(":.*$"), Value(""), function="regexp_replace")
    return Func(bare, Value(r"\.\d+"), Value(""), Value("g"), function="regexp_replace")


def _month() -> Cast:
    """SQL for the first day of the month of `at`, in the ministry's own time zone: a generated column may not
    depend on the time zone of a session.
    """
    local = Func(Value(settings.TIME_ZONE), F("at"), function="timezone")
    return Cast(Func(Value("month"), local, function="date_trunc"), models.DateField())


class ReviewEvent(models.Model):
    """One value of one decision: what the machine proposed and what the editor left. The reader's accuracy is counted
    from these rows.

    `field` is a path into the proposal: `date`, `participants.0.name`, `partner_countries:JP`. The database fills
    `outlet` and `rules` (the version of the reader's rules) from the draft, and computes `sort` and `month`: the
    quality page counts by these four. When a decision is undone, its events are deleted.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="review_events")
    field = models.CharField(_("field"), max_length=320)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    proposed = models.TextField(_("proposed"), blank=True)
    decided = models.TextField(_("decided"), blank=True)
    rule = models.CharField(_("rule"), max_length=80, blank=True)
    band = models.CharField(_("confidence"), max_length=10, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    sort = models.GeneratedField(
        expression=_sort(), output_field=models.CharField(max_length=320), db_persist=True
    )
    month = models.GeneratedField(expression=_month(), output_field=models.DateField(), db_persist=True)
    outlet = models.CharField(max_length=200, blank=True, editable=False)
    rules = models.CharField(max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = _("review event")
        verbose_name_plural = _("review events")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="review_event_verdict_known"
            ),
            models.UniqueConstraint(fields=["draft", "field"], name="review_event_once_per_field"),
        ]
        # Each index covers one table of the quality page, so that it is counted without reading any row.
        indexes = [
            models.Index(
                fields=["sort", "rule", "band", "verdict", "month", "rules"], name="review_event_by_value"
            ),
            models.Index(fields=["outlet", "verdict", "month", "rules"], name="review_event_by_outlet"),
            models.Index(fields=["rule", "verdict"], name="review_event_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.field}: {self.verdict}"
