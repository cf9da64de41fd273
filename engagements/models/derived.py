"""What the database works out by itself, so that pages need not count it (migrations/register/derived.sql)."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.models.derived_queries import AppearanceQuerySet, TallyQuerySet
from engagements.models.engagement import Engagement

UNDATED = date.min
"""The day of an engagement without a date: before all others, where a falling order has it last."""
NOT_DUE = date.max
"""The due date of a commitment without one."""


class Appearance(models.Model):
    """An engagement on one shelf: in the list of a country, a partner, a person, a topic, a source, an outlet.

    `shelf` is made by `engagements.shelves.shelf`. A merged engagement is on none. `month` is `2024-05`, `2024` where
    no more is known, or empty. On a country's shelf and on `*`, where every engagement stands once, `facts` says what
    the filters ask (` kind=visit topic=mining promise=open `) and `dues` when its open commitments are due; on a
    person's, `facts` is the side.
    """

    pk = models.CompositePrimaryKey("engagement_id", "shelf")
    engagement = models.ForeignKey(
        Engagement,
        on_delete=models.DO_NOTHING,
        related_name="appearances",
        db_constraint=False,
        db_index=False,
    )
    shelf = models.TextField()
    day = models.DateField()
    month = models.TextField()
    hidden = models.BooleanField()
    held = models.BooleanField()
    promises = models.PositiveSmallIntegerField()
    facts = models.TextField()
    dues = ArrayField(models.DateField())

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a list")
        verbose_name_plural = _("places in lists")
        indexes = [
            models.Index(
                fields=["shelf", "day", "engagement_id"],
                include=["hidden", "promises", "facts"],
                name="appearance_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.shelf}: {self.engagement_id}"


class Tally(models.Model):
    """How many engagements of a shelf have something. The rows of one key are added up: a change writes one more
    row, never into another's, so that two writers need not wait for each other; `roll_up` makes them one again.

    `what` and `key` are as `sijill_contributions` writes them. The shelf `*` has every engagement once. Of the shelves
    of partners, people and topics those that are a `KeptShelf` have tallies.
    """

    shelf = models.TextField()
    what = models.TextField()
    key = models.TextField()
    hidden = models.BooleanField()
    n = models.IntegerField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        indexes = [
            models.Index(fields=["shelf", "what", "key"], include=["hidden", "n"], name="tally_of_a_shelf"),
            models.Index(
                fields=["what", "key", "shelf"],
                include=["hidden", "n"],
                name="tally_of_countries",
                condition=models.Q(shelf__gte="c", shelf__lt="d"),
            ),
            models.Index(
                fields=["shelf", "what", "-n"], include=["hidden", "key"], name="tally_largest_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shelf} {self.what} {self.key}: {self.n}"


class KeptShelf(models.Model):
    """A shelf of a partner, a person or a topic of which tallies are kept, for it is long (`shelves.kept_sql`)."""

    shelf = models.TextField(primary_key=True)

    class Meta:
        verbose_name = _("shelf whose figures are kept")
        verbose_name_plural = _("shelves whose figures are kept")

    def __str__(self) -> str:
        return self.shelf


class Wording(models.Model):
    """All that an engagement can be found by, folded: its own words, its commitments', its people's names."""

    engagement = models.OneToOneField(
        Engagement, on_delete=models.DO_NOTHING, related_name="wording", db_constraint=False, primary_key=True
    )
    day = models.DateField()
    hidden = models.BooleanField()
    text = models.TextField()

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        indexes = [
            GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], name="wording_trgm"),
            models.Index(fields=["day", "engagement"], name="wording_in_order"),
        ]

    def __str__(self) -> str:
        return self.text
