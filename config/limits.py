"""Limits requests for costly pages: so many in a window of time, per account, or per address for those not signed
in.

Our own code on Django's cache, because of the alternatives: django-ratelimit was last released in 2023; allauth
counts by get and set, which loses simultaneous requests; `limits` opens its own connections. Here a window is one
key that the server increments (INCR) and expires.
"""

from __future__ import annotations

import logging
import time
from hashlib import sha256
from ipaddress import ip_network
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.signed_out_middleware import sent_fields
from engagements import origin
from engagements.api.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase
    from django.urls import ResolverMatch

log = logging.getLogger(__name__)

_READ, _SENT = frozenset({"GET", "HEAD"}), frozenset({"POST"})


class Guarded(NamedTuple):
    """The limit of a page (a name in settings.LIMITS), and the methods that count."""

    limit: str
    methods: frozenset[str]


GUARDED = {
    **dict.fromkeys(
        ("upload", "upload_one", "follow_ups_import", "follow_up_proof"), Guarded("upload", _SENT)
    ),
    "search": Guarded("search", _READ),
    **dict.fromkeys(("suggest", "draft_day"), Guarded("suggest", _READ)),
    **dict.fromkeys(
        (
            "audit_export",
            "follow_ups_export",
            "follow_ups_file",
            "engagements.views.timeline_exports.export",
        ),
        Guarded("export", _READ),
    ),
    **dict.fromkeys(("brief", "brief_docx"), Guarded("brief", _READ)),
    "calendar_feed": Guarded("api", _READ),
}
"""By the name of the URL, or of its function if it has none. All of the API has the limit "api"."""


class Middleware:
    """Answers 429 with Retry-After when a limit is reached; the page keeps what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        guarded = _guarded(match) if match else None
        if guarded is None or request.method not in guarded.methods:
            return None
        waits = [reached(limit, who) for limit, who in _counted(request, guarded.limit)]
        if not any(waits):
            return None
        return _refusal(request, guarded.limit, max(waits))


def _guarded(match: ResolverMatch) -> Guarded | None:
    if "api-v1" in match.namespaces:
        return Guarded("api", _READ)
    return GUARDED.get(match.view_name)


def _counted(request: HttpRequest, limit: str) -> Iterator[tuple[str, str]]:
    """The (limit, key) to count: the account; else the address and, for the API, also the token that was sent."""
    if request.user.is_authenticated:
        yield limit, f"account-{request.user.pk}"
        return
    yield "address", f"address-{network(origin.current().address)}"
    if shown := request.headers.get("Authorization"):
        yield limit, f"token-{sha256(shown.encode()).hexdigest()[:32]}"


def network(address: str | None) -> str:
    """The key of an address; for IPv6 its /64 network, from which one machine can choose freely."""
    if address and ":" in address:
        return str(ip_network(f"{address}/64", strict=False))
    return address or ""


def reached(limit: str, who: str) -> int:
    """Counts one request. Returns 0, or in how many seconds to try again. Without the shared cache each process
    counts for itself.
    """
    rate = settings.LIMITS[limit]
    if rate is None:
        return 0
    now = int(time.time())
    key = f"limit:{limit}:{who}:{now // rate.seconds}"
    try:
        cache.add(key, 0, timeout=rate.seconds)
        count = cache.incr(key)
    except ValueError:  # the window ended, or the cache came back, between the two
        return 0
    return rate.seconds - now % rate.seconds if count > rate.times else 0


def _refusal(request: HttpRequest, limit: str, wait: int) -> HttpResponse:
    log.warning(
        "limit %r is reached by %s", limit, f"account {request.user.pk}" if request.user.pk else "an address"
    )
    match = request.resolver_match
    if match and ("api-v1" in match.namespaces or match.view_name == "suggest"):
        answer = problem(429, _("Try again in %(n)s s.") % {"n": wait})
    else:
        one_file = match is not None and match.view_name == "upload_one"
        template = "errors/limit_line.html" if one_file else "429.html"
        kept = sent_fields(request)
        context = {"wait": wait, "kept": kept, "files": list(request.FILES), "sent": request.method == "POST"}
        answer = render(request, template, context, status=429)
    answer["Retry-After"] = str(wait)
    return answer
