"""Addresses for monitoring, without signing in: whether the process lives, whether all parts work, and metrics."""

from __future__ import annotations

import logging
import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.watching import metrics as figures
from config.watching.checks import WATCHED, State, together

log = logging.getLogger(__name__)

WEB = "web"
"""Value of `for` in `/readyz?for=web`: checks only what this process needs to serve pages, as a proxy asks; pages
need no worker.
"""


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 if all parts of the installation work, else 503; the answer says which do. It comes within a short time."""
    only_web = request.GET.get("for") == WEB
    looked_at = [check for check in WATCHED if check.part and (check.web or not only_web)]
    found = together.states(looked_at, timezone.now())
    parts = {key: state is not State.BAD for key, state in found.items()}
    ready = all(parts.values())
    if not ready:
        log.warning("not ready: %s", ", ".join(key for key, works in parts.items() if not works))
    return JsonResponse({"ready": ready} | parts, status=200 if ready else 503)


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The metrics for Prometheus, for requests with SIJILL_METRICS_TOKEN; 404 for all others."""
    given = request.headers.get("Authorization", "")
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not secrets.compare_digest(given.encode(), expected.encode()):
        raise Http404
    return HttpResponse(figures.exposition(timezone.now()), content_type=figures.CONTENT_TYPE)
