"""Counts each answer and logs it."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from config.logs import masked
from config.watching.counters import FILES, REQUEST_SECONDS, REQUESTS, gathering
from engagements import origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

log = logging.getLogger("sijill.request")

SECRETS = frozenset({"token", "key", "uidb36"})
"""Parameters in URLs that are as secret as a password and must not be logged."""
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
    # Only if the user was loaded anyway: logging is not worth a query.
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
    """The path for the log: without the query string, which may contain names, and without secrets."""
    match = request.resolver_match
    if match and not SECRETS.isdisjoint(match.kwargs):
        return f"/{match.route}"
    # A request that was redirected or refused before its URL was resolved may have a secret in its path too.
    path = request.path if match else masked(request.path)
    return path[:_LONGEST].encode("unicode_escape").decode()


def _file(response: HttpResponseBase) -> str:
    """The format of a downloaded file (`csv`); empty for a page."""
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
