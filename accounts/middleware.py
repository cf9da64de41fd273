"""Tells a session where it is used from, and now and then that it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.sessions import SessionStore
from engagements import origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

_LONGEST = 300


class SessionOriginMiddleware:
    """Behind SessionMiddleware, which writes what is told here together with the rest of the row."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session = request.session
        if isinstance(session, SessionStore):
            browser = request.META.get("HTTP_USER_AGENT", "")
            written = "".join(letter for letter in browser if letter.isprintable())
            session.came_from = (origin.current().address, written[:_LONGEST])
        response = self._get_response(request)
        # A new one may have taken its place: whoever signs out has another session than before.
        session = request.session
        if isinstance(session, SessionStore) and session.accessed:
            session.note_seen(now=timezone.now())
        return response
