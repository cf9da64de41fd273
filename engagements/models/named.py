"""What partners and people have in common: two names, folded copies of them, aliases, and that they can be merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models.folded import folded, sounding
from engagements.models.source import Source
from engagements.wording import in_page_language

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = TypeVar("Row", bound="Named")


def _by_trigrams(column: str) -> GinIndex:
    """A trigram index that is updated at once (no `fastupdate`): a pending list would make every look-up ten
    times slower.
    """
    return GinIndex(
        fields=[column], opclasses=["gin_trgm_ops"], fastupdate=False, name=f"%(class)s_{column}_trgm"
    )


class NamedQuerySet(models.QuerySet[Row]):
    def current(self) -> Self:
        """Without records that were merged into another."""
        return self.filter(merged_into=None)

    def known_as(self, folded_name: str) -> Self:
        """Records with this folded name or alias. Empty text matches nothing, though most records have no English
        name.
        """
        if not folded_name:
            return self.none()
        by_name = Q(folded_ar=folded_name) | Q(folded_en=folded_name)
        return self.current().filter(by_name | Q(aliases__folded=folded_name)).distinct()

    def now_known_as(self, numbers: Iterable[int]) -> dict[int, int]:
        """For those of these numbers that were merged, the number of the record that each has become in the end."""
        found: dict[int, int] = {}
        ends = {number: number for number in numbers}
        while ends:
            rows = self.filter(pk__in=set(ends.values())).exclude(merged_into=None)
            into: dict[int, int] = dict(rows.values_list("pk", "merged_into"))
            ends = {number: into[end] for number, end in ends.items() if end in into}
            found |= ends
        return found


class Named(models.Model):
    """A record with a name in Arabic, in English or in both. Subclasses define `aliases` and `objects`."""

    name_ar = models.CharField(_("name in Arabic"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    folded_ar = folded("name_ar")
    folded_en = folded("name_en")
    sounds = sounding("name_ar", "name_en")

    class Meta:
        abstract = True
        ordering = ["name_ar", "name_en", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name_ar="", name_en=""), name="%(class)s_has_a_name"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="%(class)s_not_merged_into_itself",
            ),
        ]
        indexes = [_by_trigrams("folded_ar"), _by_trigrams("folded_en"), _by_trigrams("sounds")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page if there is one, else the other."""
        return in_page_language(self.name_ar, self.name_en)


class AliasOrigin(models.TextChoices):
    """How the register learnt an alias."""

    UNKNOWN = "", _("not known")
    REVIEW = "review", _("confirmed with a draft")
    HAND = "hand", _("written by hand")
    MERGE = "merge", _("name of one that was merged")


class Alias(models.Model):
    """Another name or spelling that a person confirmed, for instance while reviewing a draft of `source`.
    Subclasses say of which record.
    """

    text = models.CharField(_("name"), max_length=300)
    origin = models.CharField(
        _("origin"), max_length=10, choices=AliasOrigin.choices, blank=True, default="", db_default=""
    )
    source = models.ForeignKey(
        Source, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), null=True, blank=True)
    folded = folded("text")
    sounds = sounding("text")

    class Meta:
        abstract = True
        indexes = [_by_trigrams("folded"), _by_trigrams("sounds")]

    def __str__(self) -> str:
        return self.text
