"""Pages that belong to no app: refusals and the style guide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from accounts.signed_out_middleware import sent_fields
from engagements.permissions import Permission, Refused, require

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# Of Django's reasons: it has looked at the origin before, and it was ours.
_OLD_TOKEN = re.compile("CSRF token from POST|CSRF cookie not set")


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
    """403 for a form without a valid CSRF token, mostly from a page that was open for too long.

    What such a page of our own sent stands in the answer, to be sent again; scripts do that by themselves
    (static/js/sijill.js). What comes from anywhere else gets no token: it could make whoever reads it press the button.
    """
    if not (_OLD_TOKEN.match(reason) and _ours(request)) or _holds_secret(request):
        return render(request, "403.html", status=403)
    context = {"kept": sent_fields(request), "files": list(request.FILES)}
    return render(request, "accounts/not_taken.html", context, status=403)


def _ours(request: HttpRequest) -> bool:
    """Whether a browser says that a page of this site sent it; old ones say the origin alone."""
    said = request.headers
    return "Origin" in said and said.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _holds_secret(request: HttpRequest) -> bool:
    """Whether a field would be missing when it is sent again: a password is not written into a page."""
    return any("password" in name.lower() for name in request.POST)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component of the design system, for staff who build pages."""
    require(request, Permission.READ)
    return render(request, "styleguide.html", {"today": timezone.localdate()})
