"""What the search looks in. The database writes it by itself, whoever changes what (migrations/register/search.sql)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class Searched(models.TextChoices):
    """What an entry stands for."""

    ENGAGEMENT = "e", _("Engagements")
    COMMITMENT = "c", _("Follow-ups")
    SOURCE = "s", _("Releases")


class SearchEntry(models.Model):
    """The words of one engagement, commitment or source, number `number` of its table.

    `of` is the engagement that it is or belongs to; `day` that one's, or the source's day of publication (UNDATED if
    there is none); `hidden`: it belongs to a restricted engagement.
    """

    pk = models.CompositePrimaryKey("what", "number")
    what = models.CharField(max_length=1, choices=Searched.choices)
    number = models.BigIntegerField()
    of = models.BigIntegerField(null=True, db_index=True)
    day = models.DateField()
    hidden = models.BooleanField()
    words = SearchVectorField()

    class Meta:
        verbose_name = _("entry of the search")
        verbose_name_plural = _("entries of the search")
        indexes = [
            *(
                # With the year and the month, so that of what many say the newest are found (searching/newest.py).
                GinIndex(
                    F("words"),
                    Func("day", function="sijill_periods", output_field=ArrayField(models.IntegerField())),
                    fastupdate=False,
                    condition=Q(what=what),
                    name=f"search_said_{what}",
                )
                for what in Searched.values
            ),
            models.Index(fields=["what", "-day", "-number"], name="search_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.what}{self.number}"


class SearchWord(models.Model):
    """A word that open engagements use, so that a mistyped one can be set right. It may stand here twice."""

    word = models.TextField()

    class Meta:
        verbose_name = _("word of the search")
        verbose_name_plural = _("words of the search")
        indexes = [
            models.Index(fields=["word"], name="search_word"),
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], fastupdate=False, name="search_word_trgm"),
        ]

    def __str__(self) -> str:
        return self.word
