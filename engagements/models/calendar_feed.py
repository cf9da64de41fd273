"""The secret address at which a calendar program reads the follow-ups of an account (docs/follow_ups.md)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FeedScope(models.TextChoices):
    """Which follow-ups the calendar shows."""

    MINE = "mine", _("Follow-ups assigned to me")
    ALL = "all", _("All follow-ups that I may see")


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def living(self) -> CalendarFeedQuerySet:
        """Feeds of active accounts."""
        return self.filter(user__is_active=True)


class CalendarFeed(models.Model):
    """The calendar address of an account; at most one for each. A new token replaces the old one.

    Only the SHA-256 of the token in the address is stored. `shown` is the SHA-256 of the calendar as it was last
    sent, and `shown_at` the time since when it has been so.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="calendar_feed",
        verbose_name=_("account"),
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(
        _("follow-ups"), max_length=10, choices=FeedScope.choices, default=FeedScope.MINE
    )
    created_at = models.DateTimeField(_("made at"))
    used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    shown = models.CharField(max_length=64, blank=True, editable=False)
    shown_at = models.DateTimeField(null=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=FeedScope.values), name="calendar_scope_known")
        ]

    def __str__(self) -> str:
        return str(_("calendar address"))
