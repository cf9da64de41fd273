"""The chain of the trail: by it a change behind the trail is found."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditLink(models.Model):
    """One link for each entry, in the order of commits; the database writes it, and refuses to change or delete it.

    `hash` is the SHA-256, in hexadecimal, of the hash before it, a line end and the entry as one line of JSON
    (`engagements.auditing.chain`). The first has nothing before it. There is no foreign key: a link stays when its
    entry goes.
    """

    position = models.BigIntegerField(_("position"), primary_key=True)
    entry_id = models.BigIntegerField(_("audit entry"), unique=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("link of the trail")
        verbose_name_plural = _("links of the trail")

    def __str__(self) -> str:
        return f"{self.position} {self.hash}"
