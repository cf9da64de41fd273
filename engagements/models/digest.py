"""The weekly letter about silence: who wants it, and which went out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DigestSubscription(models.Model):
    """That somebody wants the letter, in which language, and after how many days a silence is told."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="digest"
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    days = models.PositiveSmallIntegerField(_("days of silence"), default=90)

    class Meta:
        verbose_name = _("subscription of the weekly letter")
        verbose_name_plural = _("subscriptions of the weekly letter")
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=3650), name="digest_days_in_bounds")
        ]

    def __str__(self) -> str:
        return str(self.user)


class DigestState(models.TextChoices):
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    REFUSED = "refused", _("Not accepted by the mail server")


class DigestLetter(models.Model):
    """The letter of one week (its Sunday) to somebody. The row comes first, the letter after: there is at most one.

    `claimed` for long is a letter of which nobody knows whether it went out: it is not sent again. `refused` is one
    that the mail server certainly did not take; it is tried again within the week.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    week = models.DateField(_("week from"))
    state = models.CharField(
        _("state"), max_length=10, choices=DigestState.choices, default=DigestState.CLAIMED
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=1)
    at = models.DateTimeField(_("at"))
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("weekly letter")
        verbose_name_plural = _("weekly letters")
        ordering = ["-week", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "week"], name="digest_letter_once_a_week"),
            models.CheckConstraint(
                condition=Q(state__in=DigestState.values), name="digest_letter_state_known"
            ),
            models.CheckConstraint(condition=Q(week__week_day=1), name="digest_letter_week_begins_on_sunday"),
        ]

    def __str__(self) -> str:
        return f"{self.week:%Y-%m-%d} {self.user}"
