"""Middleware for the origin, character set and language of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation import gettext as _

from engagements import origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

_API = "/api/"
_UTF8 = "utf-8"
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
MACHINES = frozenset({"/healthz", "/readyz", "/readyz/serving", "/metrics"})


class OriginMiddleware:
    """Sets the origin of everything that the request does (`engagements.origin`), and answers with its id in
    X-Request-ID.
    """

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
    """Drops the cookies of monitoring requests: reading the session would need the database that they ask about."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in MACHINES:
            request.COOKIES = {}
        return self._get_response(request)


class CharacterSetMiddleware:
    """Refuses bodies in another character set than UTF-8, as everything is read as UTF-8 (`config.requests`). Stands
    after LanguageMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        named = (request.content_params or {}).get("charset", _UTF8)
        if named.lower() != _UTF8 and request.method not in _WITHOUT_BODY:
            return HttpResponse(
                _("Only UTF-8 is read."), status=415, content_type="text/plain; charset=utf-8"
            )
        return self._get_response(request)


class LanguageMiddleware(LocaleMiddleware):
    """Django's LocaleMiddleware, without Accept-Language: pages are in Arabic until somebody switches."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
