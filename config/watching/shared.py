"""The Redis or Valkey server in which all processes put what others need to see: heartbeats and counts.

Everything works without it: if the server does not answer, AWAY is raised and callers do without.
"""

from __future__ import annotations

from functools import cache

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

AWAY = (RedisError, OSError)
"""The exceptions that are raised if the server does not answer."""


@cache
def server() -> Redis | None:
    """The server of the shared cache; None if each process has a memory of its own (broker `memory://`)."""
    address = settings.CACHES["default"].get("LOCATION", "")
    if not address:
        return None
    return Redis.from_url(address, socket_connect_timeout=1, socket_timeout=1, decode_responses=True)
