"""The documents that the register cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from engagements.models.folded import folded

if TYPE_CHECKING:
    from engagements.models.user import User

OPENING = 80


class Language(models.TextChoices):
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")
    UNKNOWN = "und", _("Unknown")


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: User) -> SourceQuerySet:
        """Without sources of restricted engagements, unless those exist for `user`."""
        return self if user.sees_restricted else self.filter(hidden=False)


class Source(models.Model):
    """A document as the register cites it: who published it when, and its decoded text.

    `text` is the offset space of all evidence, so once written it never changes (a trigger holds this).
    How the document came in, and its original bytes, are the business of `ingest.Release`, which has its id.
    """

    outlet = models.CharField(_("outlet"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=3, choices=Language.choices, default=Language.UNKNOWN
    )
    text = models.TextField(_("text"), blank=True)
    folded_title = folded("title")
    hidden = models.BooleanField(default=False, db_default=False, editable=False)
    """Whether a restricted engagement cites it, or a file inside it. Triggers keep it up to date."""

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-published_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values), name="source_language_known"
            )
        ]
        indexes = [
            models.Index(fields=["-published_on", "-id"], name="source_by_date"),
            # Covers the outlets that the filter of the review queue offers, so that no text is read for them.
            models.Index(fields=["id", "outlet"], name="source_outlet"),
            # Partial: the few sources that do not exist for most accounts, excluded from every list of drafts.
            models.Index(fields=["id"], condition=models.Q(hidden=True), name="source_hidden"),
            GinIndex(fields=["folded_title"], opclasses=["gin_trgm_ops"], name="source_title_trgm"),
        ]

    def __str__(self) -> str:
        return self.title or self.opening or self.outlet or f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("release", args=[self.pk])

    def as_seen_by(self, user: User) -> Source:
        """This same object, to be shown to `user` and never saved.

        If the source belongs to a restricted engagement that does not exist for `user`, its headline and web address
        are blanked, as they may tell of it.
        """
        if self.hidden and not user.sees_restricted:
            self.title, self.url = f"#{self.pk}", ""
        return self

    def quotation_url(self, start: int, end: int) -> str:
        """The address of the page that shows these words in the text."""
        return f"{self.get_absolute_url()}#w-{start}-{end}"

    @property
    def web_address(self) -> str:
        """`url` if it is http or https, else empty: no `javascript:` address becomes a link, wherever it came from."""
        return self.url if self.url.lower().startswith(("http://", "https://")) else ""

    @property
    def opening(self) -> str:
        """The beginning of the text, as a name for a release without a headline."""
        line = self.text.lstrip().partition("\n")[0].strip()
        return Truncator(line).chars(OPENING)
