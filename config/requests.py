"""The request class of the application."""

from __future__ import annotations

from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    """Reads URLs and forms as UTF-8 in any case.

    Django would use the character set named by the request, even without a body: a codec that does not decode bytes
    to text (`rot13`) would raise here, before anything can answer. `CharacterSetMiddleware` refuses bodies in other
    sets.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
