"""The tables of the search. Triggers write them, whoever changes what (migrations/register/search.sql)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class Searched(models.TextChoices):
    """What a search entry stands for."""

    ENGAGEMENT = "e", _("Engagements")
    COMMITMENT = "c", _("Follow-ups")
    SOURCE = "s", _("Releases")


class SearchEntry(models.Model):
    """The words of one engagement, commitment or source; `number` is its primary key.

    `of` is the engagement that it is or belongs to. `day` is the date of that engagement, or the publication date of
    the source (UNDATED if there is none). `hidden` means that it belongs to a restricted engagement.
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
                # Year and month are indexed with the words, so that the newest of many matches are found quickly
                # (searching/newest.py).
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
    """A word that open engagements use, so that a mistyped word can be corrected. A word may have several rows."""

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
