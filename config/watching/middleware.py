"""Counts each answer and writes a line of it to the log."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from config.logs import masked
from config.watching.figures import FILES, REQUEST_SECONDS, REQUESTS, gathering
from engagements import origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

log = logging.getLogger("sijill.request")

SECRETS = frozenset({"token", "key", "uidb36"})
"""Parts of an address that are as good as a password: they stand in no log."""
UNKNOWN = "—"
_PLAIN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_LONGEST = 200


class WatchMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self._get_response(request)
        seconds = time.perf_counter() - began
        view = _view(request)
        method = request.method if request.method in _PLAIN_METHODS else "OTHER"
        gathering.count(REQUESTS, view, method or "", str(response.status_code))
        gathering.observe(REQUEST_SECONDS, view, seconds=seconds)
        if form := _file(response):
            gathering.count(FILES, view, form)
        _write(request, response, view, seconds)
        return response


def _write(request: HttpRequest, response: HttpResponseBase, view: str, seconds: float) -> None:
    path = _path(request)
    # Only if it was looked up anyway: a line of the log is not worth a query.
    user = getattr(getattr(request, "_cached_user", None), "pk", None)
    log.info(
        "%s %s %d in %d ms", request.method, path, response.status_code, seconds * 1000,
        extra={
            "method": request.method, "path": path, "view": view, "status": response.status_code,
            "ms": round(seconds * 1000), "user": user, "address": origin.current().address,
        },
    )  # fmt: skip


def _view(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match and match.view_name else UNKNOWN


def _path(request: HttpRequest) -> str:
    """Without the question, which may hold names, and without what is secret in the address itself."""
    match = request.resolver_match
    if match and not SECRETS.isdisjoint(match.kwargs):
        return f"/{match.route}"
    # What was led on or refused before it was looked up may have one in it, too.
    path = request.path if match else masked(request.path)
    return path[:_LONGEST].encode("unicode_escape").decode()


def _file(response: HttpResponseBase) -> str:
    """The form of a file that is given out (`csv`); empty for a page."""
    given = response.headers.get("Content-Disposition", "")
    if not given.startswith("attachment") or response.status_code != 200:
        return ""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    return _FORMS.get(kind, "other")


_FORMS = {
    "text/csv": "csv",
    "text/calendar": "ics",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/json": "json",
}
