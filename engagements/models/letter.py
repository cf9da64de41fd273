"""Letters by e-mail, and what became of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    SILENCE = "silence", _("What has been silent")
    MANAGERS = "managers", _("The week in figures")
    REMINDERS = "reminders", _("Reminders")


class LetterState(models.TextChoices):
    PENDING = "pending", _("To be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not accepted by the mail server")


class Letter(models.Model):
    """One letter to an account: the letter of a week (`day` is its Sunday), or the reminders of a day.

    The row is created before the letter is sent, so there is at most one. Its state goes from `pending` to `sending`,
    and then to `sent` or `failed`, or back to `pending` until `next_try_at` if the mail server certainly did not
    accept it. If a letter stays in `sending`, nobody knows whether it went out; it is not sent again.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(_("kind"), max_length=10, choices=LetterKind.choices)
    day = models.DateField(_("day"))
    state = models.CharField(
        _("state"), max_length=10, choices=LetterState.choices, default=LetterState.PENDING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    at = models.DateTimeField(_("at"))
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-day", "kind", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "day"], name="letter_once_a_day"),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="letter_kind_known"),
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_known"),
            models.CheckConstraint(
                condition=Q(kind=LetterKind.REMINDERS) | Q(day__week_day=1),
                name="letter_of_a_week_begins_on_sunday",
            ),
            models.CheckConstraint(
                condition=Q(next_try_at=None) | Q(state=LetterState.PENDING),
                name="letter_tried_again_if_pending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.get_kind_display()} {self.user}"
