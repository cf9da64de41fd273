"""A request as the server makes it of what came in."""

from __future__ import annotations

from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    """Reads addresses and forms as UTF-8, as all pages are.

    Django takes the character set that a request names, of one without a body too: a codec (`rot13`) that makes no
    text of bytes raises here, before anything could answer. `CharacterSetMiddleware` refuses bodies in other sets.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
