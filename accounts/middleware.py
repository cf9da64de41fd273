"""Notes in the session the address and browser of the request and, every few minutes, that it is in use."""

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
    """Stands after SessionMiddleware, which writes the noted values together with the rest of the row."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session = request.session
        if isinstance(session, SessionStore):
            browser = request.META.get("HTTP_USER_AGENT", "")
            written = "".join(letter for letter in browser if letter.isprintable())
            session.came_from = (origin.current().address, written[:_LONGEST])
        response = self._get_response(request)
        # Read again: the view may have replaced the session, as signing out does.
        session = request.session
        if isinstance(session, SessionStore) and session.accessed:
            session.note_seen(now=timezone.now())
        return response
