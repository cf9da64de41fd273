"""Who has to sign in; and what becomes of a form that somebody sends whose session ended while they filled it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import middleware
from django.shortcuts import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

# What is not written into a page again: the token is a new one there, and a password belongs into its field only.
_NOT_KEPT = ("csrfmiddlewaretoken", "password")


def sent_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values that a form sent, to stand in a page from which they are sent once more."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in _NOT_KEPT)
        for value in values
    ]


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """As Django's, but a form that a browser sends as a page keeps what was typed into it.

    Signing in would lead on to the address by GET: the form would be gone, and where there is only POST, an error.
    Scripts (`Sec-Fetch-Mode` is not `navigate`) are sent to sign in as ever, and say it themselves.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None or request.method != "POST" or request.headers.get("Sec-Fetch-Mode") != "navigate":
            return answer
        context = {"kept": sent_fields(request), "files": list(request.FILES)}
        return render(request, "accounts/signed_out.html", context, status=403)
