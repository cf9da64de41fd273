"""Whether this web server is about to stop: a flag that the master sets and all its processes see."""

from __future__ import annotations

import mmap

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# Shared memory: processes forked after the import see it.
_mark: mmap.mmap | bytearray = mmap.mmap(-1, 1)


def begin() -> None:
    _mark[0] = 1


def begun() -> bool:
    return _mark[0] == 1


@login_not_required
@never_cache
@require_safe
def serving(request: HttpRequest) -> HttpResponse:
    """For a proxy in front of several web servers: 503 as soon as this server is about to stop."""
    if begun():
        return HttpResponse("stopping\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
