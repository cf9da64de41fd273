"""States and territories, as ISO 3166-1 lists them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.models.folded import folded
from engagements.wording import in_page_language


class Region(models.TextChoices):
    """The regions of the UN geoscheme, at the level that suits a ministry's view of the world."""

    NORTH_AFRICA = "north_africa", _("North Africa")
    SUB_SAHARAN_AFRICA = "sub_saharan_africa", _("Sub-Saharan Africa")
    WEST_ASIA = "west_asia", _("West Asia")
    CENTRAL_ASIA = "central_asia", _("Central Asia")
    SOUTH_ASIA = "south_asia", _("South Asia")
    EAST_ASIA = "east_asia", _("East Asia")
    SOUTH_EAST_ASIA = "south_east_asia", _("South-East Asia")
    NORTH_EUROPE = "north_europe", _("Northern Europe")
    WEST_EUROPE = "west_europe", _("Western Europe")
    EAST_EUROPE = "east_europe", _("Eastern Europe")
    SOUTH_EUROPE = "south_europe", _("Southern Europe")
    NORTH_AMERICA = "north_america", _("North America")
    LATIN_AMERICA = "latin_america", _("Latin America and the Caribbean")
    OCEANIA = "oceania", _("Oceania")
    ANTARCTICA = "antarctica", _("Antarctica")


class CountryQuerySet(models.QuerySet["Country"]):
    def abroad(self, home: str) -> CountryQuerySet:
        return self.exclude(pk=home)


class Country(models.Model):
    """A state or territory. Names are CLDR's; `load_vocabularies` writes them."""

    code = models.CharField(_("code"), primary_key=True, max_length=2)
    name_ar = models.CharField(_("name in Arabic"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    region = models.CharField(_("region"), max_length=30, choices=Region.choices)
    folded = folded("name_ar", "name_en", "code")

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^[A-Z]{2}$"), name="country_code_iso"),
            models.CheckConstraint(condition=models.Q(region__in=Region.values), name="country_region_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_page_language(self.name_ar, self.name_en)
