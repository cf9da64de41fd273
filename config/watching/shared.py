"""The Redis or Valkey in which all processes leave what others are to see: heartbeats and counts.

Nothing of it is needed to go on: where the server does not answer, the caller is told and does without.
"""

from __future__ import annotations

from functools import cache

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

AWAY = (RedisError, OSError)
"""What is raised where the server does not answer."""


@cache
def server() -> Redis | None:
    """The server of the shared cache; None where each process has a memory of its own (broker `memory://`)."""
    address = settings.CACHES["default"].get("LOCATION", "")
    if not address:
        return None
    return Redis.from_url(address, socket_connect_timeout=1, socket_timeout=1, decode_responses=True)
