"""How often somebody may ask for what is costly: a window of time per account, per address where nobody is signed in.

Own lines on Django's cache, after a look round: django-ratelimit (last release 2023) and allauth's count by get and
set, so that what comes at once is counted once; `limits` keeps connections of its own beside the cache's. Here a
window is one key that the server itself counts up (INCR), and forgets.
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
    """Which limit (a name of settings.LIMITS) holds for a page, and for which of its methods."""

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
"""By the name of the address, or of its function where it has none. The whole API is under "api"."""


class Middleware:
    """Answers 429 with Retry-After instead of the view when a limit is reached; what was typed stands in the page."""

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
    """What is counted: the account; else the address, and for the API what it shows as its token as well."""
    if request.user.is_authenticated:
        yield limit, f"account-{request.user.pk}"
        return
    yield "address", f"address-{network(origin.current().address)}"
    if shown := request.headers.get("Authorization"):
        yield limit, f"token-{sha256(shown.encode()).hexdigest()[:32]}"


def network(address: str | None) -> str:
    """What one machine has for itself: an address, or (IPv6) the 64 bits that a network gives it to choose from."""
    if address and ":" in address:
        return str(ip_network(f"{address}/64", strict=False))
    return address or ""


def reached(limit: str, who: str) -> int:
    """Counts one; 0, or after how many seconds to try again. Without the cache each process counts for itself."""
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
