"""A page saved whole by a browser (.mht): a mail on the outside, a page with its pictures inside."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.reading import html
from ingest.reading.charset import decode
from ingest.reading.errors import ErrorCode, ReadError
from ingest.reading.html_meta import first_url
from ingest.reading.mail import leaves, parse

if TYPE_CHECKING:
    from email.message import Message

    from ingest.reading.limits import Limits
    from ingest.reading.result import Extract

DECODER = f"mhtml-1+{html.DECODER}"


def read(data: bytes, limits: Limits) -> Extract:
    """The page itself, its first part of html; frames and pictures are left. ReadError as for pages, or broken."""
    message = parse(data)
    part, page, charset = _page(message, limits)
    extract = html.read(decode(page, charset), limits)
    url = extract.url or first_url(message.get("snapshot-content-location"), part.get("content-location"))
    return replace(extract, url=url, decoder=DECODER)


def page_in(data: bytes, limits: Limits) -> tuple[bytes, str]:
    """The bytes of the page itself and the encoding that is stated for them. ReadError: broken without one."""
    _part, page, charset = _page(parse(data), limits)
    return page, charset


def _page(message: Message, limits: Limits) -> tuple[Message, bytes, str]:
    for part in leaves(message, limits):
        page = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(page, bytes):
            return part, page, str(part.get_param("charset") or "")
    raise ReadError(ErrorCode.BROKEN)
