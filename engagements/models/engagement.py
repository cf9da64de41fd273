"""The engagement: one encounter of officials or institutions, approved by an editor."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.addresses import by_number
from engagements.models.country import Country
from engagements.models.engagement_queries import EngagementQuerySet
from engagements.models.folded import folded
from engagements.models.partner import Partner
from engagements.models.source import Source
from engagements.models.terms import Confidentiality, DatePrecision, EngagementStatus, Kind
from engagements.models.topic import Topic


class Engagement(models.Model):
    """One encounter of officials or institutions. `date` is the first possible day: the 1st if only the month is
    known, the 1st of January if only the year is.

    Timelines are ordered by (`date`, `id`), with undated engagements last. An engagement that was merged into another
    redirects there and is in no list. `disputed` is the number of fields in which its sources disagree and which
    nobody has settled.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    status = models.CharField(
        _("status"), max_length=20, choices=EngagementStatus.choices, default=EngagementStatus.HELD
    )
    title = models.CharField(_("title"), max_length=500)
    summary = models.TextField(_("summary"), blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    date_precision = models.CharField(
        _("precision of the date"), max_length=10, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    date_end = models.DateField(_("last day"), null=True, blank=True)
    date_as_written = models.CharField(_("date as written"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted",
        verbose_name=_("country"),
    )
    partner_countries = models.ManyToManyField(
        Country, related_name="engagements", verbose_name=_("partner countries"), blank=True
    )
    partners = models.ManyToManyField(
        Partner, related_name="engagements", verbose_name=_("partners"), blank=True
    )
    topics = models.ManyToManyField(Topic, related_name="engagements", verbose_name=_("topics"), blank=True)
    sources = models.ManyToManyField(
        Source, related_name="engagements", verbose_name=_("sources"), blank=True
    )
    confidentiality = models.CharField(
        _("confidentiality"), max_length=20, choices=Confidentiality.choices, default=Confidentiality.OPEN
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"))
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        editable=False,
        verbose_name=_("merged into"),
    )
    disputed = models.PositiveSmallIntegerField(_("unsettled disagreements"), default=0, editable=False)
    folded = folded("title", "summary", "city")

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        ordering = [F("date").desc(nulls_last=True), "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="engagement_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=EngagementStatus.values), name="engagement_status_known"
            ),
            models.CheckConstraint(
                condition=Q(confidentiality__in=Confidentiality.values),
                name="engagement_confidentiality_known",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="engagement_has_a_title"),
            models.CheckConstraint(
                condition=Q(date=None, date_precision=DatePrecision.NONE)
                | Q(date__isnull=False, date_precision=DatePrecision.DAY)
                | Q(date__isnull=False, date__day=1, date_precision=DatePrecision.MONTH)
                | Q(date__isnull=False, date__day=1, date__month=1, date_precision=DatePrecision.YEAR),
                name="engagement_date_fits_its_precision",
            ),
            models.CheckConstraint(
                condition=Q(date_end=None) | Q(date_end__gte=F("date"), date_precision=DatePrecision.DAY),
                name="engagement_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="engagement_not_merged_into_itself",
            ),
        ]
        indexes = [
            models.Index(F("date").desc(nulls_last=True), F("id").desc(), name="engagement_timeline"),
            models.Index(fields=["id"], condition=Q(disputed__gt=0), name="engagement_disputed"),
            models.Index(fields=["approved_at"], name="engagement_recorded"),
            models.Index(fields=["date_end"], condition=Q(date_end__isnull=False), name="engagement_lasts"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return by_number("engagement") % self.pk
