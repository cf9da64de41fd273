"""Headers that all answers have. The Content-Security-Policy is set by django-csp (settings)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_NOT_NEEDED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
# For passkeys, and for copying text from the page of a draft that was overtaken.
_NEEDED = ("publickey-credentials-create", "publickey-credentials-get", "clipboard-write")
PERMISSIONS_POLICY = ", ".join(
    [*(f"{name}=()" for name in _NOT_NEEDED), *(f"{name}=(self)" for name in _NEEDED)]
)


class Middleware:
    """Sets the Permissions-Policy, who may load an answer, and `no-store` unless the view decides otherwise.

    Without `no-store` the browser's history would show pages of the register after signing out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        answer.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer
