"""The pages of the provider in tests/oidc_provider.py; loaded in its process only."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.utils.html import escape
from oauth2_provider.oauth2_validators import OAuth2Validator

from tests.oidc_provider import PEOPLE


class Validator(OAuth2Validator):  # type: ignore[misc]
    """Tells who somebody is, and whether the address was verified."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        user = request.user
        return {
            "email": user.email,
            "email_verified": PEOPLE[user.username][1],
            "preferred_username": user.username,
            "given_name": user.first_name,
        }


def sign_in(request: HttpRequest) -> HttpResponse:
    """A page without any care: it is a test's."""
    if request.method == "POST":
        user = authenticate(request, username=request.POST["name"], password=request.POST["password"])
        if user is not None:
            login(request, user)
            return HttpResponseRedirect(request.GET["next"])
    action = escape(request.get_full_path())
    return HttpResponse(
        f'<form method="post" action="{action}"><input name="name"><input name="password"><button>in</button></form>'
    )


urlpatterns = [
    path("sign-in/", sign_in),
    path("", include("oauth2_provider.urls", namespace="oauth2_provider")),
]
