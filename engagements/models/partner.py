"""Organisations that the ministry deals with, and the names by which they are known."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.models.country import Country
from engagements.models.named import Alias, Named, NamedQuerySet


class PartnerKind(models.TextChoices):
    MINISTRY = "ministry", _("Ministry")
    EMBASSY = "embassy", _("Embassy")
    AGENCY = "agency", _("Agency or authority")
    COMPANY = "company", _("Company")
    INTERNATIONAL = "international", _("International organisation")
    CHAMBER = "chamber", _("Chamber or union")
    UNIVERSITY = "university", _("University or centre")
    OTHER = "other", _("Other")


class PartnerQuerySet(NamedQuerySet["Partner"]):
    """Questions about organisations: those of every named record."""


class Partner(Named):
    """An organisation of the home country or of another one. International organisations have no country."""

    kind = models.CharField(_("kind"), max_length=20, choices=PartnerKind.choices, default=PartnerKind.OTHER)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=_("country"),
    )

    objects = PartnerQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            *Named.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind__in=PartnerKind.values), name="partner_kind_known"
            ),
        ]


class PartnerAlias(Alias):
    """Another spelling or name of a partner."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        constraints = [models.UniqueConstraint(fields=["partner", "folded"], name="partner_alias_once")]
