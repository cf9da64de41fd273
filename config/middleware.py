"""Which language a page is in: what the reader chose, else Arabic, whatever the browser prefers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

if TYPE_CHECKING:
    from django.http import HttpRequest


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, but the browser's Accept-Language does not count: Arabic is first until somebody switches."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
