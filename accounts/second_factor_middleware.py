"""Leads whoever needs a second factor and has none to the page where one is set up, and nowhere else."""

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
"""Where one may go without. The codes for emergencies come with the factor itself."""

_API = "api-v1:"
"""It answers programs in their own form."""


class SecondFactorMiddleware:
    """Behind LoginRequiredMiddleware. Programs are refused by `engagements.barriers`, with the reason."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """A page is led on; what a page asks for in the background is refused with the reason."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN or name.startswith(_API):
            # Nobody's account is looked up: the database may be what is asked about.
            return None
        user = request.user
        if not user.is_authenticated or not second_factor.missing_for(user):
            return None
        if request.method != "GET" or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            raise PermissionDenied(second_factor.barrier(user))
        return HttpResponseRedirect(reverse("mfa_index"))
