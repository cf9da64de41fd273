"""Who took part in an engagement, and in which office."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models.country import Country
from engagements.models.engagement import Engagement
from engagements.models.person import Person


class Side(models.TextChoices):
    HOME = "home", _("Home side")
    PARTNER = "partner", _("Partner side")


class Participation(models.Model):
    """A person, or an office without a name, in one engagement, as the sources wrote it."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="participations"
    )
    name = models.CharField(_("name as written"), max_length=200, blank=True)
    role = models.CharField(_("office as written"), max_length=300, blank=True)
    organization = models.CharField(_("organisation as written"), max_length=300, blank=True)
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["engagement_id", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="", role=""), name="participation_has_name_or_office"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="participation_side_known"),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(name=""), name="participation_of_a_person_has_a_name"
            ),
            models.UniqueConstraint(
                fields=["engagement", "person"],
                condition=Q(person__isnull=False),
                name="participation_once_per_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.role
