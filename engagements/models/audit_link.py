"""The hash chain over the audit trail, by which a change made behind its back is found."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditLink(models.Model):
    """One link for each audit entry, in the order of the commits. The database writes it and refuses to change or
    delete it.

    `hash` is the SHA-256, in hexadecimal, of the previous link's hash, a line end and the entry as one line of JSON
    (`engagements.auditing.chain`); the first link has no previous hash. There is no foreign key, so that a link stays
    if its entry is deleted.
    """

    position = models.BigIntegerField(_("position"), primary_key=True)
    entry_id = models.BigIntegerField(_("audit entry"), unique=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("link of the trail")
        verbose_name_plural = _("links of the trail")

    def __str__(self) -> str:
        return f"{self.position} {self.hash}"
