"""The ministry's own units, a small tree that the registrar keeps."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engagements.models.folded import Fold, folded
from engagements.models.named import Alias
from engagements.wording import in_page_language

if TYPE_CHECKING:
    from collections.abc import Iterable


class UnitQuerySet(models.QuerySet["Unit"]):
    def current(self) -> UnitQuerySet:
        """Units that are not closed."""
        return self.filter(closed=False)

    def numbers_under(self, units: Iterable[Unit]) -> set[int]:
        """Numbers of these units and of all units below them. One query: the tree is small."""
        found = {unit.pk for unit in units}
        below: dict[int | None, list[int]] = {}
        for number, parent in self.order_by().values_list("pk", "parent"):
            below.setdefault(parent, []).append(number)
        waiting = list(found)
        while waiting:
            children = [number for number in below.get(waiting.pop(), []) if number not in found]
            found.update(children)
            waiting += children
        return found


class Unit(models.Model):
    """A unit of the ministry. A closed unit keeps its follow-ups, but cannot be chosen any more.

    A trigger prevents a unit from being above itself.
    """

    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    closed = models.BooleanField(_("closed"), default=False)
    folded = folded("name_ar", "name_en")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name_ar", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name_ar=""), name="unit_has_a_name"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="unit_not_part_of_itself"
            ),
            models.UniqueConstraint(
                fields=["parent", "folded"], name="unit_name_once_a_parent", nulls_distinct=False
            ),
            # Two units with one Arabic name under one parent are refused even if their English names differ.
            models.UniqueConstraint(
                Fold("name_ar"), "parent", name="unit_arabic_name_once_a_parent", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("units") + f"#unit-{self.pk}"

    @property
    def version(self) -> str:
        """A digest of the unit. A form carries it along, so that a change made meanwhile is noticed."""
        seen = f"{self.name_ar}\x1f{self.name_en}\x1f{self.parent_id}\x1f{self.closed}"
        return sha256(seen.encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        """The name in the language of the page if there is one, else the Arabic one."""
        return in_page_language(self.name_ar, self.name_en)


class UnitAlias(Alias):
    """Another name of a unit, as releases write it. No two units share one."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        constraints = [models.UniqueConstraint(fields=["folded"], name="unit_alias_means_one_unit")]
