"""What an account wants to be told of, and where: on the pages, by e-mail, or both."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MOST_LEADS = 5
LONGEST_LEAD = 365
"""Of days before a due date."""


class SubscriptionKind(models.TextChoices):
    """Kinds of notices. The first two are weekly letters, the others reminders of single follow-ups."""

    SILENCE = "silence", _("What has been silent")
    MANAGERS = "managers", _("The week in figures")
    ASSIGNED = "assigned", _("Newly assigned")
    DUE_SOON = "due_soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    CHANGED = "changed", _("Changed")


REMINDERS = (
    SubscriptionKind.ASSIGNED,
    SubscriptionKind.DUE_SOON,
    SubscriptionKind.OVERDUE,
    SubscriptionKind.CHANGED,
)
_LETTERS = (SubscriptionKind.SILENCE, SubscriptionKind.MANAGERS)


class Subscription(models.Model):
    """One kind of notice that an account wants. An account without a row for a kind gets no notices of it.

    `days` depends on the kind. For the letter about silence: the number of days after which silence is reported. For
    what is due soon: how many days ahead, the longest first. For other kinds it is empty.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    kind = models.CharField(_("kind"), max_length=10, choices=SubscriptionKind.choices)
    in_app = models.BooleanField(_("on the pages"), default=False)
    by_mail = models.BooleanField(_("by e-mail"), default=False)
    days = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("days"), default=list, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["user", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="subscription_once_a_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=SubscriptionKind.values), name="subscription_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=REMINDERS) & (Q(in_app=True) | Q(by_mail=True))
                | Q(kind__in=_LETTERS, in_app=False, by_mail=True),
                name="subscription_says_where",
            ),
            models.CheckConstraint(
                condition=Q(kind=SubscriptionKind.SILENCE, days__len=1, days__0__gte=1, days__0__lte=3650)
                | Q(kind=SubscriptionKind.DUE_SOON, days__len__gte=1, days__len__lte=MOST_LEADS)
                & Q(days__0__gte=0, days__0__lte=LONGEST_LEAD)
                | ~Q(kind__in=[SubscriptionKind.SILENCE, SubscriptionKind.DUE_SOON]) & Q(days__len=0),
                name="subscription_days_in_bounds",
            ),
        ]
        indexes = [models.Index(fields=["kind", "user"], name="subscription_by_kind")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"
