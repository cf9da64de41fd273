"""Who may do what: the one table, and the function that views begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest

    from engagements.models import User


class Role(models.TextChoices):
    """What somebody is in the ministry."""

    VIEWER = "viewer", _("Viewer")
    EDITOR = "editor", _("Editor")
    MANAGER = "manager", _("Manager")
    REGISTRAR = "registrar", _("Registrar")
    ADMIN = "admin", _("Administrator")


class Permission(models.TextChoices):
    """What somebody may do. The label completes «You may not …»."""

    READ = "read", _("read the register")
    SEE_RESTRICTED = "see_restricted", _("see restricted engagements")
    SUBMIT = "submit", _("upload releases")
    REVIEW = "review", _("approve or reject drafts")
    MERGE = "merge", _("merge engagements of the register")
    MANAGE_NAMES = "manage_names", _("merge partners and people and keep their spellings")
    MANAGE_COMMITMENTS = "manage_commitments", _("change follow-ups")
    EXPORT = "export", _("export lists")
    ADMINISTER = "administer", _("administer the system")


_VIEWER = frozenset({Permission.READ})
_EDITOR = _VIEWER | {Permission.SUBMIT, Permission.REVIEW}
_MANAGER = _VIEWER | {Permission.MANAGE_COMMITMENTS, Permission.EXPORT, Permission.SEE_RESTRICTED}

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.EDITOR: _EDITOR,
    Role.MANAGER: _MANAGER,
    Role.REGISTRAR: _EDITOR | {Permission.MERGE, Permission.MANAGE_NAMES},
    Role.ADMIN: frozenset(Permission),
}


class Refused(PermissionDenied):
    """The account lacks a permission. The 403 page says which, and which roles have it."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(str(permission.label))
        self.permission = permission
        self.roles = [Role(role) for role, held in ROLE_PERMISSIONS.items() if permission in held]


def require(request: HttpRequest, permission: Permission) -> User:
    """The signed-in user, who has this permission. Every view begins with it.

    Raises Refused if not; that somebody is signed in at all is LoginRequiredMiddleware's business.
    """
    user = cast("User", request.user)
    if not user.may(permission):
        raise Refused(permission)
    return user
