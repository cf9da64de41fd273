"""What the search for copies and for accounts of the same event compares. Kept beside the text, never shown."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models

from ingest.models.draft import Draft
from ingest.models.release import Release

CURRENT = 2
"""Raised when what is kept is computed otherwise. Older rows are not compared until `manage.py index_releases` ran."""


class ReleasePrint(models.Model):
    """The print of a release's whole text: a digest of its letters, its word triples (shingles), and index keys
    (bands) that similar texts have in common.

    See `ingest.matching.shingles`. It is written in the transaction that keeps the text.
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
            # `fastupdate` is off: every look-up would have to go through GIN's pending list, and insertions are few.
            GinIndex(fields=["bands"], fastupdate=False, name="release_print_bands"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {len(self.shingles)}"


class DraftPrint(models.Model):
    """The print of a draft, that is, of one account of an event: on which days it may have been, who took part, and
    how its passage is worded.

    `days` is null if nothing is known of the date. `people` has the sounds of the names of people. `facts` holds the
    rest of `ingest.matching.facts.Facts`, `heard` that of `ingest.matching.telling.Passage`, both as JSON. It is
    written in the transaction that makes the draft. `paired` is the version of the prints with which likely pairs
    were last looked up, 0 if that is still to be done (`ingest.services.pairing`).
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
