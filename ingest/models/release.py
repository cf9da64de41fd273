"""The release: what came in, unchanged, and how far it has been read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.models import Source
from ingest.models.release_queries import ReleaseQuerySet
from ingest.models.terms import HELD, Lane, ReleaseStatus, WayIn


class Release(models.Model):
    """A press release as it came in. It shares its id with the `Source` by which the register cites it.

    `status` moves so, each step by a conditional UPDATE on the status before it:

        received   -> reading        a worker claims it (`claimed_until` ends its lease)
        reading    -> extracting     its text is kept, for good
        reading    -> unpacked       it holds other files, and each of them is a release now (`contents`)
        reading    -> received       it is a scan, and goes to the workers of that lane
        extracting -> drafted        with at least one draft
        extracting -> no_engagement
        held       -> reading        another worker takes over after the lease
        held       -> received       a passing fault: tried again later
        held       -> failed         its last run says why, for people
        failed, no_engagement -> received   somebody asks for another try

    `held` is reading or extracting. Files that others hold: `ContainedFile`.
    """

    source = models.OneToOneField(Source, on_delete=models.PROTECT, primary_key=True, related_name="release")
    file = models.FileField(_("original file"), upload_to="releases/%Y/%m", max_length=300)
    filename = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(
        _("state"), max_length=20, choices=ReleaseStatus.choices, default=ReleaseStatus.RECEIVED
    )
    way_in = models.CharField(
        _("way in"), max_length=10, choices=WayIn.choices, default=WayIn.UPLOAD, editable=False
    )
    lane = models.CharField(_("lane"), max_length=10, choices=Lane.choices, default=Lane.TEXT, editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    submitted_at = models.DateTimeField(_("uploaded at"))
    enqueued_at = models.DateTimeField(editable=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-submitted_at", "-source_id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ReleaseStatus.values), name="release_status_known"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="release_sha256_hex"),
            models.CheckConstraint(
                condition=Q(status__in=HELD, claimed_until__isnull=False)
                | (~Q(status__in=HELD) & Q(claimed_until=None)),
                name="release_claimed_while_held",
            ),
            models.CheckConstraint(condition=Q(way_in__in=WayIn.values), name="release_way_in_known"),
            models.CheckConstraint(condition=Q(lane__in=Lane.values), name="release_lane_known"),
        ]
        indexes = [
            models.Index(fields=["-submitted_at", "-source"], name="release_by_time"),
            models.Index(fields=["status", "enqueued_at"], name="release_by_status"),
        ]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("release", args=[self.pk])

    @property
    def called(self) -> str:
        """The name of the file; a pasted text has none that anybody gave it."""
        return gettext("Pasted text") if self.way_in == WayIn.PASTE else self.filename
