"""Evidence that a follow-up was done."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagements.models.commitment import Commitment
from engagements.models.source import Source


class Proof(models.Model):
    """A later source, preferably with the words that say so (`source.text[start:end] == quote`), or a file.

    It is never deleted: a wrong proof is withdrawn and remains visible. A trigger refuses any other change.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="proofs")
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proofs",
        verbose_name=_("source"),
    )
    start = models.PositiveIntegerField(_("first character"), null=True, blank=True)
    end = models.PositiveIntegerField(_("after the last character"), null=True, blank=True)
    quote = models.TextField(_("quotation"), blank=True)
    file = models.FileField(_("file"), upload_to="proofs/%Y/%m", max_length=300, blank=True)
    filename = models.CharField(_("file name"), max_length=255, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    words = models.TextField(_("what it shows"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False, file="", filename="", sha256="")
                | (Q(source=None, quote="", sha256__regex=r"^[0-9a-f]{64}$") & ~Q(file="") & ~Q(filename="")),
                name="proof_is_a_source_or_a_file",
            ),
            models.CheckConstraint(
                condition=Q(quote="", start=None, end=None) | (~Q(quote="") & Q(end__gt=F("start"))),
                name="proof_quotes_a_place",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="proof_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.filename or str(self.source)
