"""How often what calendars show of a record was changed: the database counts, whoever writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of(self, numbers: Mapping[str, Iterable[int]]) -> RevisionQuerySet:
        """Of the records of these numbers, by kind."""
        asked = Q(pk__in=[])
        for kind, some in numbers.items():
            asked |= Q(kind=kind, number__in=some)
        return self.filter(asked)


class Revision(models.Model):
    """Of an engagement or a commitment that was changed at least once since it was recorded. No key leads to the
    record: a row that outlives it says that it was there."""

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
