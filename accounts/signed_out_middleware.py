"""Requires signing in, and saves a form that was sent after the session had ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import middleware
from django.shortcuts import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

# Fields that are not written into the page again: the new page has its own CSRF token, and passwords are not repeated.
_NOT_KEPT = ("csrfmiddlewaretoken", "password")


def sent_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values of the sent form, for a page from which they can be sent again."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in _NOT_KEPT)
        for value in values
    ]


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Django's middleware, but a form sent as a page load is answered with a page that keeps what was typed.

    Django would redirect to signing in and then to the address by GET: the form would be lost, and an address that
    takes only POST would answer with an error.
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
