"""Where an action comes from: address, request and way in. The audit trail and the logs record it.

`config.middleware.OriginMiddleware` sets it for each request and `config.celery` for each task. Where nothing is set,
it is the command line.
"""

from __future__ import annotations

import contextlib
import re
import uuid
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REQUEST_ID = "sijill_request_id"
"""The header in which a message to a worker carries the id of the request that sent it."""
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](:\d+)?|(?P<four>\d+\.\d+\.\d+\.\d+):\d+")


class Via(TextChoices):
    PAGE = "page", _("page")
    API = "api", _("API")
    WORKER = "worker", _("worker")
    COMMAND = "command", _("command line")


@dataclass(frozen=True, slots=True)
class Origin:
    """`address` is an IPv4 or IPv6 address, or None if there is none. `request_id` is empty at the command line."""

    address: str | None = None
    request_id: str = ""
    via: str = Via.COMMAND


_NOBODY = Origin()
_ORIGIN: ContextVar[Origin] = ContextVar("origin", default=_NOBODY)


def current() -> Origin:
    return _ORIGIN.get()


@contextlib.contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    """Makes `origin` the current one within the block."""
    token = _ORIGIN.set(origin)
    try:
        yield
    finally:
        _ORIGIN.reset(token)


def begin(origin: Origin) -> None:
    """Makes `origin` the current one until the next call. For a worker's tasks, which are not a block of code."""
    _ORIGIN.set(origin)


def end() -> None:
    _ORIGIN.set(_NOBODY)


def address_of(meta: Mapping[str, str], *, proxies: int) -> str | None:
    """The address of the client, from the headers of a request (Django's `request.META`).

    Each proxy appends the address of its caller to X-Forwarded-For. Only the last `proxies` entries are trusted: what
    stands before them was sent by the client. With no proxies the header is ignored.
    """
    forwarded = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies > 0 and forwarded:
        found = _plain(forwarded[-min(proxies, len(forwarded))])
        if found:
            return found
    return _plain(meta.get("REMOTE_ADDR", ""))


def request_id_of(meta: Mapping[str, str], *, proxies: int) -> str:
    """The id that a trusted proxy gave the request, if it is well formed; else a new one."""
    given = meta.get("HTTP_X_REQUEST_ID", "") if proxies > 0 else ""
    return given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _plain(written: str) -> str | None:
    """The address without port and zone; None if the text is none, as with a Unix socket."""
    if match := _WITH_PORT.fullmatch(written):
        written = match["six"] or match["four"]
    try:
        found = ip_address(written.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
