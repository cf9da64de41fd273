"""Who may do what: the one table, and the function that views begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise as StrPromise

    from engagements.models import User


class Role(models.TextChoices):
    """The role of an account; it decides what the account may do (`ROLE_PERMISSIONS`)."""

    VIEWER = "viewer", _("Viewer")
    CONTRIBUTOR = "contributor", _("Contributor")
    EDITOR = "editor", _("Editor")
    APPROVER = "approver", _("Approver")
    MANAGER = "manager", _("Manager")
    REGISTRAR = "registrar", _("Registrar")
    ADMIN = "admin", _("Administrator")


class Permission(models.TextChoices):
    """What somebody may do. The label completes «You may not …»."""

    READ = "read", _("read the register")
    SEE_RELEASES = "see_releases", _("see the releases that others submitted")
    SUBMIT = "submit", _("upload releases")
    REVIEW = "review", _("approve or reject drafts")
    APPROVE_SECOND = "approve_second", _("approve as the second of two persons")
    MERGE = "merge", _("merge engagements of the register")
    MANAGE_NAMES = "manage_names", _("merge partners and people and keep their spellings")
    MANAGE_COMMITMENTS = "manage_commitments", _("change follow-ups")
    CLASSIFY = "classify", _("change how confidential an engagement is")
    EXPORT = "export", _("export lists")
    ADMINISTER = "administer", _("administer the system")


_CONTRIBUTOR = frozenset({Permission.READ, Permission.SUBMIT})
_VIEWER = frozenset({Permission.READ, Permission.SEE_RELEASES})
_EDITOR = _VIEWER | {Permission.SUBMIT, Permission.REVIEW, Permission.CLASSIFY}
_MANAGER = _VIEWER | {Permission.MANAGE_COMMITMENTS, Permission.EXPORT, Permission.CLASSIFY}

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.CONTRIBUTOR: _CONTRIBUTOR,
    Role.EDITOR: _EDITOR,
    Role.APPROVER: _EDITOR | {Permission.APPROVE_SECOND},
    Role.MANAGER: _MANAGER,
    Role.REGISTRAR: _EDITOR | {Permission.MERGE, Permission.MANAGE_NAMES},
    Role.ADMIN: frozenset(Permission),
}
"""Whether restricted engagements exist for an account does not depend on its role: `User.sees_restricted`."""

MEANINGS: dict[Permission, StrPromise] = {
    Permission.READ: _(
        "Countries, timelines, engagements, follow-ups, search, and all that is found by them."
    ),
    Permission.SEE_RELEASES: _(
        "Every release with its original. Who may not sees those that they submitted and those "
        "that the register quotes."
    ),
    Permission.SUBMIT: _(
        "Uploading releases, having them read again, and seeing what became of their drafts."
    ),
    Permission.REVIEW: _(
        "Correcting, approving, rejecting, splitting and putting off drafts, and settling what sources disagree in."
    ),
    Permission.APPROVE_SECOND: _(
        "The second approval where two persons are needed; never of what one approved first or changed oneself."
    ),
    Permission.MERGE: _("Making two engagements one, and two again."),
    Permission.MANAGE_NAMES: _(
        "Merging partners and people, ruling about likely duplicates, keeping spellings and the ministry's units."
    ),
    Permission.MANAGE_COMMITMENTS: _(
        "Status, due date, owner, steps, proofs and progress of a follow-up, many at once, and imported lists."
    ),
    Permission.CLASSIFY: _(
        "Making an approved engagement restricted or open, with the reason; only for members of the restricted group."
    ),
    Permission.EXPORT: _("Lists and timelines as files. Each export is written into the audit trail."),
    Permission.ADMINISTER: _(
        "Accounts, roles, the restricted group, the audit trail and the tables of the system."
    ),
}


class Refused(PermissionDenied):
    """The account lacks a permission. The 403 page says which, and which roles have it."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(str(permission.label))
        self.permission = permission
        self.roles = [Role(role) for role, held in ROLE_PERMISSIONS.items() if permission in held]


def require(request: HttpRequest, permission: Permission) -> User:
    """The signed-in user, who has this permission. Views of signed-in people begin with it.

    Raises Refused if the user does not have it. LoginRequiredMiddleware has seen to it that somebody is signed in.
    """
    user = cast("User", request.user)
    refuse_without(permission, user)
    return user


def refuse_without(permission: Permission, user: User) -> None:
    """Raises Refused if the account does not have the permission: the check of services."""
    if not user.may(permission):
        raise Refused(permission)
