"""Tables that triggers keep up to date, so that pages need not count (migrations/register/derived.sql)."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.models.derived_queries import AppearanceQuerySet, TallyQuerySet
from engagements.models.engagement import Engagement

UNDATED = date.min
"""The `day` of an engagement without a date: it is before all others, so descending order puts it last."""
NOT_DUE = date.max
"""The due date of a commitment without one."""


class Appearance(models.Model):
    """An engagement's place on one shelf. A shelf is the list of a country, a partner, a person, a topic, a source or
    an outlet.

    `shelf` is a key made by `engagements.shelves.shelf`. An engagement that was merged into another stands on none.
    `month` is `2024-05`, `2024` if no month is known, or empty. On the shelves of countries and on `*`, which has
    every engagement once, `facts` holds what filters ask for (` kind=visit topic=mining promise=open `) and `dues`
    the due dates of open commitments. On a person's shelf, `facts` is the side.
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
    """A part of the count of engagements on a shelf that have something in common.

    The count is the sum of `n` over all rows of one key. A change adds a row instead of updating one, so two writers
    never wait for each other; `roll_up` replaces the rows of a key by one. `what` and `key` are as the SQL function
    `sijill_contributions` writes them. The shelf `*` has every engagement once. Partners, people and topics have
    tallies only if their shelf is a KeptShelf.
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
    """The shelf of a partner, a person or a topic that is long enough for tallies to be kept of it
    (`shelves.kept_sql`).
    """

    shelf = models.TextField(primary_key=True)

    class Meta:
        verbose_name = _("shelf whose figures are kept")
        verbose_name_plural = _("shelves whose figures are kept")

    def __str__(self) -> str:
        return self.shelf


class Wording(models.Model):
    """Everything by which an engagement can be found, folded: its own words, its commitments', and its people's
    names.
    """

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
