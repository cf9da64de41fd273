"""How often the data that calendars show of a record has changed. Triggers count, whoever writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of(self, numbers: Mapping[str, Iterable[int]]) -> RevisionQuerySet:
        """The revisions of the records with these numbers, by kind."""
        asked = Q(pk__in=[])
        for kind, some in numbers.items():
            asked |= Q(kind=kind, number__in=some)
        return self.filter(asked)


class Revision(models.Model):
    """The change counter of an engagement or commitment; there is no row before the first change.

    There is no foreign key: the row outlives its record and so shows that the record existed.
    """

    ENGAGEMENT: ClassVar = "engagement"
    COMMITMENT: ClassVar = "commitment"

    kind = models.CharField(_("kind"), max_length=10, editable=False)
    number = models.BigIntegerField(_("number"), editable=False)
    revision = models.PositiveIntegerField(_("revision"), editable=False)
    changed_at = models.DateTimeField(_("changed at"), editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="revision_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["engagement", "commitment"]), name="revision_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["kind", "-changed_at"], name="revision_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}: {self.revision}"
