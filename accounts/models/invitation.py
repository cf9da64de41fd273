"""The invitation by which somebody makes an account with a role that an administrator chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.permissions import Role

if TYPE_CHECKING:
    from datetime import datetime


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> InvitationQuerySet:
        """Invitations neither accepted nor withdrawn; they may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self, now: datetime) -> InvitationQuerySet:
        """Invitations that can be accepted at `now`."""
        return self.waiting().filter(expires_at__gt=now)


class Invitation(models.Model):
    """A link, sent by letter, that makes one account. Only the SHA-256 of the token in the link is kept (as with
    ApiToken). Sending the invitation again makes a new token; the old link is then invalid.

    It waits until it is accepted or revoked; an expired one can be sent again. At most one waits for each address.
    """

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    language = models.CharField(_("language of letters"), max_length=2, choices=settings.LANGUAGES)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="invitations",
        verbose_name=_("invited by"),
    )
    made_at = models.DateTimeField(_("invited at"))
    expires_at = models.DateTimeField(_("expires at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    """When the mail server took the last letter."""
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitation",
        verbose_name=_("account"),
    )
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_waits_once_an_address",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="invitation_expires_after_it_was_made"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, account=None)
                | Q(accepted_at__isnull=False, account__isnull=False, revoked_at=None),
                name="invitation_accepted_by_an_account",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def state(self, now: datetime) -> str:
        """`accepted`, `revoked`, `expired` or `open`."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "open" if self.expires_at > now else "expired"
