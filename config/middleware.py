"""Where a request comes from, and which language its page is in."""

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


class CharacterSetMiddleware:
    """Refuses what is sent in another character set than UTF-8, in which all is read (`config.requests`). Behind
    LanguageMiddleware."""

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
    """Django's own, but the browser's Accept-Language does not count: Arabic is first until somebody switches."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
