"""Organisations that the ministry deals with, and the names they go by."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from engagements.models.country import Country
from engagements.models.folded import folded


class PartnerKind(models.TextChoices):
    MINISTRY = "ministry", _("Ministry")
    EMBASSY = "embassy", _("Embassy")
    AGENCY = "agency", _("Agency or authority")
    COMPANY = "company", _("Company")
    INTERNATIONAL = "international", _("International organisation")
    CHAMBER = "chamber", _("Chamber or union")
    UNIVERSITY = "university", _("University or centre")
    OTHER = "other", _("Other")


class PartnerQuerySet(models.QuerySet["Partner"]):
    def current(self) -> PartnerQuerySet:
        """Without those that were merged into another."""
        return self.filter(merged_into=None)

    def known_as(self, folded_name: str) -> PartnerQuerySet:
        """Those with this folded name or alias."""
        return (
            self.current()
            .filter(
                models.Q(folded_ar=folded_name)
                | models.Q(folded_en=folded_name)
                | models.Q(aliases__folded=folded_name)
            )
            .distinct()
        )


class Partner(models.Model):
    """An organisation, of the home country or another. International ones have no country."""

    kind = models.CharField(_("kind"), max_length=20, choices=PartnerKind.choices, default=PartnerKind.OTHER)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=_("country"),
    )
    name_ar = models.CharField(_("name in Arabic"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    folded_ar = folded("name_ar")
    folded_en = folded("name_en")

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name_ar", "name_en", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name_ar="", name_en=""), name="partner_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=PartnerKind.values), name="partner_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="partner_not_merged_into_itself",
            ),
        ]
        indexes = [
            GinIndex(fields=["folded_ar"], opclasses=["gin_trgm_ops"], name="partner_folded_ar_trgm"),
            GinIndex(fields=["folded_en"], opclasses=["gin_trgm_ops"], name="partner_folded_en_trgm"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language of the page where it is known, else in the other."""
        return (self.name_en or self.name_ar) if get_language() == "en" else (self.name_ar or self.name_en)


class PartnerAlias(models.Model):
    """Another spelling or name of a partner, as an editor confirmed it."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(_("name"), max_length=300)
    folded = folded("text")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "folded"], name="partner_alias_once")]
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="partner_alias_trgm")]

    def __str__(self) -> str:
        return self.text
