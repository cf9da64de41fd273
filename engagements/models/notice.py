"""Notices to accounts about follow-ups, and which follow-ups an account follows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engagements.models.audit import AuditEntry
from engagements.models.commitment import Commitment
from engagements.models.letter import Letter
from engagements.models.notice_queries import NoticeQuerySet
from engagements.models.subscription import REMINDERS, SubscriptionKind


class Following(models.Model):
    """An account that wants notices of a follow-up that is not assigned to it.

    A trigger deletes the row with its follow-up, so that it never prevents the deletion.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="following")
    commitment = models.ForeignKey(
        Commitment, on_delete=models.DO_NOTHING, db_constraint=False, related_name="followed_by"
    )

    class Meta:
        verbose_name = _("followed follow-up")
        verbose_name_plural = _("followed follow-ups")
        constraints = [
            models.UniqueConstraint(fields=["user", "commitment"], name="following_once_a_commitment")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.commitment}"


class MailState(models.TextChoices):
    NONE = "none", _("Not asked for")
    WAITING = "waiting", _("Waits for the next letter")
    TOLD = "told", _("In a letter")
    LEFT_OUT = "left_out", _("Left out: it held no more")


class Notice(models.Model):
    """One occasion on which an account is told of a follow-up. It is written once, however often the task runs.

    `occasion` distinguishes occasions of one kind: the number of the audit entry of a change, or the due date with
    the number of days before it or weeks after it. `due_on` is the due date that was told, `entry` the change. A
    trigger deletes the row with its follow-up.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(
        _("kind"), max_length=10, choices=[(kind.value, kind.label) for kind in REMINDERS]
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.DO_NOTHING, db_constraint=False, related_name="notices"
    )
    occasion = models.CharField(_("occasion"), max_length=40)
    at = models.DateTimeField(_("at"))
    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    due_on = models.DateField(_("due on"), null=True)
    in_app = models.BooleanField(_("on the pages"))
    read_at = models.DateTimeField(_("read"), null=True)
    mail = models.CharField(_("e-mail"), max_length=10, choices=MailState.choices, default=MailState.NONE)
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "commitment", "occasion"], name="notice_once_an_occasion"
            ),
            models.CheckConstraint(condition=Q(kind__in=REMINDERS), name="notice_kind_known"),
            models.CheckConstraint(condition=Q(mail__in=MailState.values), name="notice_mail_state_known"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[SubscriptionKind.DUE_SOON, SubscriptionKind.OVERDUE], due_on__isnull=False
                )
                | Q(kind__in=[SubscriptionKind.ASSIGNED, SubscriptionKind.CHANGED], entry__isnull=False),
                name="notice_tells_of_a_day_or_a_change",
            ),
            models.CheckConstraint(
                condition=Q(letter=None) | Q(mail=MailState.TOLD), name="notice_in_a_letter_is_told"
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "-at", "kind", "by"], condition=Q(in_app=True), name="notice_of_somebody"
            ),
            models.Index(
                fields=["user"],
                include=["commitment"],
                condition=Q(in_app=True, read_at=None),
                name="notice_unread",
            ),
            models.Index(
                fields=["user", "id"], condition=Q(mail=MailState.WAITING), name="notice_to_be_mailed"
            ),
            models.Index(fields=["at"], name="notice_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.commitment}"

    def get_absolute_url(self) -> str:
        """The address that marks the notice as read and redirects to the follow-up."""
        return reverse("notice", args=[self.pk])
