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

# Reasons of Django for a missing or old token; it gives them only after the check of the origin has passed.
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
    """403 for a form without a valid CSRF token, mostly from a page that stayed open while somebody signed in in
    another window.

    If a page of this site sent the form, the answer contains what was sent, to be sent again; scripts do that by
    themselves (static/js/sijill.js). A form from elsewhere gets no token: its author could make somebody press that
    button.
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
