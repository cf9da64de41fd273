"""Who uses the register."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.permissions import ROLE_PERMISSIONS, Permission, Role


class User(AbstractUser):
    """An account. It has exactly one role; a person with two jobs gets the more powerful one."""

    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.VIEWER)
    language = models.CharField(
        _("language of letters"),
        max_length=2,
        choices=settings.LANGUAGES,
        blank=True,
        default="",
        db_default="",
    )
    """Of what is sent to them; on the pages it is a matter of the browser."""

    in_restricted_group = models.BooleanField(_("in the restricted group"), default=False, db_default=False)
    """Whether restricted engagements exist for them. An administrator gives it, whatever the role."""

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known")
        ]

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username

    def may(self, permission: Permission) -> bool:
        return self.is_active and permission in ROLE_PERMISSIONS[self.role]

    @property
    def sees_restricted(self) -> bool:
        """Whether restricted engagements exist for this account."""
        return self.is_active and self.in_restricted_group
