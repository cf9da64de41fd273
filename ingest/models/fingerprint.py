"""What the search for copies and for the same event compares: kept with the text, never shown."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models

from ingest.models.draft import Draft
from ingest.models.release import Release

CURRENT = 2
"""Raised when what is kept is computed otherwise. Older rows are not compared until `manage.py index_releases` ran."""


class ReleasePrint(models.Model):
    """The whole text of a release: the digest of its letters, its word triples, and keys that like texts share.

    See `ingest.matching.shingles`. Written in the transaction that keeps the text.
    """

    release = models.OneToOneField(
        Release, on_delete=models.CASCADE, primary_key=True, related_name="fingerprint"
    )
    version = models.PositiveSmallIntegerField()
    letters_sha256 = models.CharField(max_length=64, blank=True)
    shingles = ArrayField(models.IntegerField(), default=list)
    bands = ArrayField(models.IntegerField(), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(letters_sha256__regex=r"^([0-9a-f]{64})?$"),
                name="release_print_letters_hex",
            )
        ]
        indexes = [
            models.Index(
                fields=["letters_sha256"],
                condition=~models.Q(letters_sha256=""),
                name="release_print_letters",
            ),
            # Without the pending list: a look-up would have to go through it, and insertions are few.
            GinIndex(fields=["bands"], fastupdate=False, name="release_print_bands"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {len(self.shingles)}"


class DraftPrint(models.Model):
    """One account of an event: when it may have been, who took part, and the wording of its passage.

    `days` is null where nothing is known of the date; `people` are the sounds of the names. `facts` has the rest of
    `ingest.matching.facts.Facts`, `heard` that of `ingest.matching.telling.Passage`. Written in the transaction that
    makes the draft. `paired` is the version by which the likely pairs were looked up (`ingest.services.pairing`).
    """

    draft = models.OneToOneField(
        Draft, on_delete=models.CASCADE, primary_key=True, related_name="fingerprint"
    )
    version = models.PositiveSmallIntegerField()
    paired = models.PositiveSmallIntegerField(default=0)
    days = DateRangeField(null=True)
    people = ArrayField(models.TextField(), default=list)
    facts = models.JSONField()
    heard = models.JSONField(default=dict)
    shingles = ArrayField(models.IntegerField(), default=list)
    bands = ArrayField(models.IntegerField(), default=list)

    class Meta:
        indexes = [
            GistIndex(fields=["days"], name="draft_print_days"),
            models.Index(fields=["paired"], name="draft_print_paired"),
            GinIndex(fields=["people"], fastupdate=False, name="draft_print_people"),
            GinIndex(fields=["bands"], fastupdate=False, name="draft_print_bands"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.days}"
