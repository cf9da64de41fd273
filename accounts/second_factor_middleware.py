"""Sends an account that needs a second factor and has none to the page that sets one up, from all other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse

from accounts import second_factor

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

OPEN = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_sign_in_again",
        "openid_connect_login",
        "openid_connect_callback",
        "account_change_password",
        "account_logout",
        "set_language",
        "healthz",
        "readyz",
        "serving",
        "metrics",
    }
)
"""The views that stay open without a second factor. Recovery codes are not among them: they come with the factor."""

_API = "api-v1:"
"""The API refuses such accounts itself, by `engagements.barriers`."""


class SecondFactorMiddleware:
    """Stands after LoginRequiredMiddleware. Requests of the API are refused by `engagements.barriers`, with the
    reason.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Redirects a page. Raises PermissionDenied, with the reason, for anything else than opening a page."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN or name.startswith(_API):
            # Decided before `request.user` is read: health checks must not depend on the database.
            return None
        user = request.user
        if not user.is_authenticated or not second_factor.missing_for(user):
            return None
        if request.method != "GET" or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            raise PermissionDenied(second_factor.barrier(user))
        return HttpResponseRedirect(reverse("mfa_index"))
