"""People who took part. The office somebody held stands on the participation, as it was written then."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from engagements.models.country import Country
from engagements.models.folded import folded


class PersonQuerySet(models.QuerySet["Person"]):
    def current(self) -> PersonQuerySet:
        """Without those that were merged into another."""
        return self.filter(merged_into=None)

    def known_as(self, folded_name: str) -> PersonQuerySet:
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


class Person(models.Model):
    """A person, named without honorifics. `country` is the side last represented, if known."""

    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("country"),
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    folded_ar = folded("name_ar")
    folded_en = folded("name_en")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name_ar", "name_en", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name_ar="", name_en=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="person_not_merged_into_itself",
            ),
        ]
        indexes = [
            GinIndex(fields=["folded_ar"], opclasses=["gin_trgm_ops"], name="person_folded_ar_trgm"),
            GinIndex(fields=["folded_en"], opclasses=["gin_trgm_ops"], name="person_folded_en_trgm"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language of the page where it is known, else in the other."""
        return (self.name_en or self.name_ar) if get_language() == "en" else (self.name_ar or self.name_en)


class PersonAlias(models.Model):
    """Another spelling of a person's name, as an editor confirmed it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(_("name"), max_length=200)
    folded = folded("text")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "folded"], name="person_alias_once")]
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="person_alias_trgm")]

    def __str__(self) -> str:
        return self.text
