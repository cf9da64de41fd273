"""What was inside a file that holds other files: an archive, a mail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ingest.models.release import Release


class ContainedFile(models.Model):
    """One file inside a container (an archive, or a mail with attachments), in the order in which the container has
    it.

    Either it became a release of its own (`release`), or it was left out: then `left_out` is an error code of the
    reader, for which `ingest.releases.errors` has the words. One release may be in several containers, or may have
    been uploaded by itself before, because the same bytes are kept only once. `outlet` and `sent_on` are what a mail
    says of everything in it; they fill what the file itself does not say.
    """

    container = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="contents", verbose_name=_("part of")
    )
    position = models.PositiveSmallIntegerField()
    path = models.CharField(_("name in the other file"), max_length=500)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, blank=True, related_name="contained_in"
    )
    left_out = models.CharField(_("left out"), max_length=40, blank=True)
    outlet = models.CharField(_("outlet"), max_length=200, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)

    class Meta:
        verbose_name = _("contained file")
        verbose_name_plural = _("contained files")
        ordering = ["container_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["container", "position"], name="contained_file_position_once"),
            models.CheckConstraint(
                condition=Q(release=None) & ~Q(left_out="") | Q(release__isnull=False, left_out=""),
                name="contained_file_kept_or_left_out",
            ),
        ]

    def __str__(self) -> str:
        return self.path
