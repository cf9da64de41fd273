"""Where a request comes from, and which language its page is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from engagements import origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

_API = "/api/"
MACHINES = frozenset({"/healthz", "/readyz", "/readyz/serving", "/metrics"})


class OriginMiddleware:
    """Says to all that a request does where it comes from, and to whoever asked what the request is called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        proxies = settings.TRUSTED_PROXIES
        here = origin.Origin(
            address=origin.address_of(request.META, proxies=proxies),
            request_id=origin.request_id_of(request.META, proxies=proxies),
            via=origin.Via.API if request.path.startswith(_API) else origin.Via.PAGE,
        )
        with origin.coming_from(here):
            response = self._get_response(request)
        response.headers["X-Request-ID"] = here.request_id
        return response


class MachinesMiddleware:
    """What machines ask, nobody is signed in for: the session may lie in the very database that is asked about."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in MACHINES:
            request.COOKIES = {}
        return self._get_response(request)


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, but the browser's Accept-Language does not count: Arabic is first until somebody switches."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
