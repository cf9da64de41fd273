"""The web server: `python -m config.web [--bind HOST:PORT]`. The only place with gunicorn's settings.

On SIGTERM it stops without failed requests: for SIJILL_DRAIN_SECONDS it goes on answering, but reports at
/readyz/serving that it is stopping, so that a proxy uses other servers. Then it accepts no more connections and
finishes its requests. A second SIGTERM ends the first phase at once.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.util import import_app

from config import environment, stopping

APPLICATION = "config.wsgi:application"
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - where a heartbeat costs no disk


def settings(bind: str) -> dict[str, Any]:
    """Gunicorn's settings. Each worker process has `threads` threads, and each thread one connection to PostgreSQL."""
    return {
        "bind": [bind],
        "workers": environment.number("SIJILL_WEB_WORKERS", 2),
        "worker_class": "gthread",
        "threads": environment.number("SIJILL_WEB_THREADS", 4),
        # Loaded once and shared by the processes: a third of the memory, and errors in settings show before the start.
        "preload_app": True,
        # Restarts processes against slow leaks, not all at once.
        "max_requests": 5000,
        "max_requests_jitter": 500,
        # Of a process, not of a request: how long it may be stuck altogether.
        "timeout": 60,
        # How long a running request, such as a large export, may still take when the server stops.
        "graceful_timeout": environment.number("SIJILL_GRACEFUL_SECONDS", 30),
        "keepalive": 5,
        # URLs contain filters, headers contain cookies; anything longer does not come from our pages.
        "limit_request_line": 8190,
        "limit_request_fields": 60,
        "limit_request_field_size": 8190,
        "worker_tmp_dir": str(_SHARED_MEMORY) if os.access(_SHARED_MEMORY, os.W_OK) else None,
        "control_socket_disable": True,
    }


class Draining(Arbiter):  # type: ignore[misc]  # it comes without types
    """Gunicorn's master; between SIGTERM and the stop it gives the proxy time to use other servers."""

    leave_at: float | None = None

    def handle_term(self) -> None:
        seconds = environment.number("SIJILL_DRAIN_SECONDS", 0)
        if not seconds or self.leave_at is not None:
            raise StopIteration
        stopping.begin()
        self.leave_at = time.monotonic() + seconds
        self.log.info("Stopping in %s s: no new visitors, please", seconds)

    def manage_workers(self) -> None:
        """Called by gunicorn once a second."""
        if self.leave_at is not None and time.monotonic() >= self.leave_at:
            raise StopIteration
        super().manage_workers()


class Web(BaseApplication):  # type: ignore[misc]  # it comes without types
    """Gunicorn with the settings of this file."""

    def __init__(self, bind: str) -> None:
        self.bind = bind
        super().__init__()

    def load_config(self) -> None:
        for name, value in settings(self.bind).items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return import_app(APPLICATION)

    def run(self) -> None:
        Draining(self).run()


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m config.web", description=__doc__)
    parser.add_argument("--bind", default="127.0.0.1:8000", metavar="HOST:PORT")
    Web(parser.parse_args(arguments).bind).run()


if __name__ == "__main__":
    main(sys.argv[1:])
