"""Pages that belong to neither app: refusals and the style guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from engagements.permissions import Permission, Refused, require

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: says which permission is missing and which roles have it."""
    context = {}
    if isinstance(exception, Refused):
        context = {
            "missing": exception.permission.label,
            "roles": [role.label for role in exception.roles],
        }
    return render(request, "403.html", context, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its token, most often a page that stood open for too long."""
    return render(request, "403.html", status=403)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component of the design system, for staff who build pages."""
    require(request, Permission.READ)
    return render(request, "styleguide.html", {"today": timezone.localdate()})
