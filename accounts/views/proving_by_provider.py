"""The page on which an account that can only sign in by the provider proves again who it is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.oidc import buttons

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SHOWN_ON = {"account_email": "account", "token_revoke": "tokens"}
"""URLs that take only POST, and the page that has their form."""


@never_cache
@require_safe
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Links to the provider, which is told to ask for the password again, and from there back to the page that one
    was on.
    """
    asked = {
        "next": _page_of(get_next_redirect_url(request) or reverse("account")),
        "auth_params": "prompt=login",
    }
    ways = [(f"{button.href}?{urlencode(asked)}", button.label) for button in buttons()]
    return render(request, "accounts/sign_in_again.html", {"ways": ways})


def _page_of(address: str) -> str:
    try:
        found = resolve(address.partition("?")[0])
    except Resolver404:
        return reverse("account")
    name = found.url_name or ""
    if name.startswith("member_"):
        return reverse("member", args=[found.kwargs["number"]])
    return reverse(_SHOWN_ON[name]) if name in _SHOWN_ON else address
