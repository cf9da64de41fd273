"""The page that shows every account who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from engagements.permissions import MEANINGS, ROLE_PERMISSIONS, Permission, Role, require

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    """Every permission with what it means and the roles that have it."""
    user = require(request, Permission.READ)
    context = {
        "roles": [(role, role == user.role) for role in Role],
        "rows": [
            (
                permission,
                MEANINGS[permission],
                [(role, permission in ROLE_PERMISSIONS[role]) for role in Role],
            )
            for permission in Permission
        ],
        "mine": Role(user.role),
    }
    return render(request, "engagements/permissions.html", context)
