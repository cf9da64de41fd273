"""The cache that all processes share, on the server of the broker: counters and short-lived values.

Everything in it may be lost. While it does not answer, each process uses a memory of its own: people can still sign
in, and each process counts for itself.
"""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

PAUSE_SECONDS = 5.0
"""After a failure the shared cache is not asked again for this many seconds."""


class JsonSerializer:
    """Stores numbers as such, so that the server can increment them, and the rest as JSON. Never pickle, since
    others can write to the broker.
    """

    def dumps(self, value: Any) -> int | str:
        return value if type(value) is int else json.dumps(value)

    def loads(self, data: bytes | str) -> Any:
        return json.loads(data)


class SharedCache(RedisCache):
    """Django's cache on Redis or Valkey, with a memory of this process for when the server does not answer."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache(f"while {server} is away", params | {"OPTIONS": {}})
        self._away_until = 0.0

    def _asked(self, name: str, *args: Any, **kwargs: Any) -> Any:
        shared: Callable[..., Any] = getattr(super(), name)
        if time.monotonic() >= self._away_until:
            try:
                return shared(*args, **kwargs)
            except (RedisError, OSError) as error:
                log.warning("the shared cache does not answer, each process counts for itself: %s", error)
                self._away_until = time.monotonic() + PAUSE_SECONDS
        return getattr(self._own, name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._asked("add", *args, **kwargs))

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._asked("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._asked("touch", *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._asked("delete", *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._asked("get_many", *args, **kwargs)
        return found

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._asked("has_key", *args, **kwargs))

    def incr(self, *args: Any, **kwargs: Any) -> int:
        return int(self._asked("incr", *args, **kwargs))

    def set_many(self, *args: Any, **kwargs: Any) -> list[str]:
        failed: list[str] = self._asked("set_many", *args, **kwargs)
        return failed

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._asked("delete_many", *args, **kwargs)


def cache_at(address: str) -> dict[str, Any]:
    """The Django setting for a cache at this address (its own, or that of the broker).

    `redis://`, `rediss://` and `unix://` are used as they are; `redis+socket:///path?virtual_host=0` (Celery's form
    for a socket) becomes `unix:///path?db=0`. With any other broker (`memory://`) each process has a memory of its
    own.
    """
    url = urlsplit(address)
    if url.scheme == "redis+socket":
        number = dict(parse_qsl(url.query)).get("virtual_host", "0")
        address = f"unix://{url.path}?db={number}"
    elif url.scheme not in {"redis", "rediss", "unix"}:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "config.caching.SharedCache",
        "LOCATION": address,
        "KEY_PREFIX": "sijill",
        "OPTIONS": {
            "serializer": JsonSerializer(),
            "socket_connect_timeout": 1,
            "socket_timeout": 2,
        },
    }
