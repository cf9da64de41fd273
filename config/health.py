"""Whether the process lives, and whether it can work. Asked by machines, so neither needs a login."""

from __future__ import annotations

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import KombuError, OperationalError

from config.celery import app

log = logging.getLogger(__name__)

BROKER_TIMEOUT = 2
"""Seconds that the broker has to answer."""


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
    """200 if the database and the broker answer, else 503; either way which of them does."""
    parts = {"database": _database(), "broker": _broker()}
    ready = all(parts.values())
    if not ready:
        log.warning("not ready: %s", ", ".join(name for name, answers in parts.items() if not answers))
    return JsonResponse({"ready": ready} | parts, status=200 if ready else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker() -> bool:
    try:
        with app.connection_for_read(connect_timeout=BROKER_TIMEOUT) as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_TIMEOUT, reraise_as_library_errors=True)
    except (KombuError, OperationalError, OSError):
        return False
    return True
