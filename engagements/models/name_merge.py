"""Merges of two partners, or of two people, kept so that they can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engagements.models.partner import Partner
from engagements.models.person import Person


class NameMerge(models.Model):
    """A merge of two names that stands. `changes` lists every row that it changed (`services.journal`).

    `rewritten` are the places in the journals of approvals and merges where the survivor's number replaced that of
    the merged name (`services.rewriting`). Undoing deletes this row, and only the audit trail remains.
    """

    changes = models.JSONField(_("changes"), default=list)
    rewritten = models.JSONField(_("rewritten"), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(survivor=F("merged")), name="%(class)s_of_two"),
        ]


class PartnerMerge(NameMerge):
    """`merged` became `survivor`."""

    survivor = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="merges")
    merged = models.OneToOneField(Partner, on_delete=models.PROTECT, related_name="merge")

    class Meta(NameMerge.Meta):
        verbose_name = _("merge of partners")
        verbose_name_plural = _("merges of partners")

    def __str__(self) -> str:
        return str(self.merged)

    def get_absolute_url(self) -> str:
        """Where it is undone."""
        return reverse("name_merge_undo", args=["partner", self.pk])


class PersonMerge(NameMerge):
    """`merged` became `survivor`."""

    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    merged = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="merge")

    class Meta(NameMerge.Meta):
        verbose_name = _("merge of people")
        verbose_name_plural = _("merges of people")

    def __str__(self) -> str:
        return str(self.merged)

    def get_absolute_url(self) -> str:
        """Where it is undone."""
        return reverse("name_merge_undo", args=["person", self.pk])
