"""Where what is being done comes from: the address, the request and the way in. The trail and the logs read it.

Set for each request by `config.middleware.OriginMiddleware` and for each task by `config.celery`; whoever set nothing
is at the command line.
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
"""Under which name a message to a worker carries the id of the request that sent it."""
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](:\d+)?|(?P<four>\d+\.\d+\.\d+\.\d+):\d+")


class Via(TextChoices):
    PAGE = "page", _("page")
    API = "api", _("API")
    WORKER = "worker", _("worker")
    COMMAND = "command", _("command line")


@dataclass(frozen=True, slots=True)
class Origin:
    """`address` is an IPv4 or IPv6 address, None where there is none; `request_id` is empty at the command line."""

    address: str | None = None
    request_id: str = ""
    via: str = Via.COMMAND


_NOBODY = Origin()
_ORIGIN: ContextVar[Origin] = ContextVar("origin", default=_NOBODY)


def current() -> Origin:
    return _ORIGIN.get()


@contextlib.contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    """Within it, `current` is this one."""
    token = _ORIGIN.set(origin)
    try:
        yield
    finally:
        _ORIGIN.reset(token)


def begin(origin: Origin) -> None:
    """From here on, `current` is this one; for what has no end of its own to wait for, a worker's next task."""
    _ORIGIN.set(origin)


def end() -> None:
    _ORIGIN.set(_NOBODY)


def address_of(meta: Mapping[str, str], *, proxies: int) -> str | None:
    """The address that a request came from, by its headers (Django's `request.META`).

    Each proxy adds the address that it was asked from at the end of X-Forwarded-For; what stands before the last
    `proxies` of them was written by whoever asked, and is not believed. Without proxies the header does not count.
    """
    forwarded = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies > 0 and forwarded:
        found = _plain(forwarded[-min(proxies, len(forwarded))])
        if found:
            return found
    return _plain(meta.get("REMOTE_ADDR", ""))


def request_id_of(meta: Mapping[str, str], *, proxies: int) -> str:
    """What the proxy before us called the request, if there is one and it gave it a name; else a new one."""
    given = meta.get("HTTP_X_REQUEST_ID", "") if proxies > 0 else ""
    return given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _plain(written: str) -> str | None:
    """An address without port and zone; None if it is none, as at a socket file."""
    if match := _WITH_PORT.fullmatch(written):
        written = match["six"] or match["four"]
    try:
        found = ip_address(written.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
