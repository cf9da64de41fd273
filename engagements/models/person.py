"""People who took part. The office somebody held stands on the participation, as it was written then."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.models.country import Country
from engagements.models.named import Alias, Named, NamedQuerySet


class PersonQuerySet(NamedQuerySet["Person"]):
    """Questions about people: those of every named record."""


class Person(Named):
    """A person, named without honorifics. `country` is the side last represented, if known."""

    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("country"),
    )

    objects = PersonQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")


class PersonAlias(Alias):
    """Another spelling of a person's name."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        constraints = [models.UniqueConstraint(fields=["person", "folded"], name="person_alias_once")]
