"""The web server: `python -m config.web [--bind HOST:PORT]`. The one place that has gunicorn's settings.

SIGTERM stops it so that nobody notices: for SIJILL_DRAIN_SECONDS it answers as ever, but says at /readyz/serving that
it is to be left alone, so that the proxy before it takes the other servers; then it takes no connection any more and
finishes what it is at. A second SIGTERM cuts the first part short.
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
        # Loaded once and shared: a third of the memory, and a mistake in the settings is told before the start.
        "preload_app": True,
        # Against what leaks slowly; not all at once.
        "max_requests": 5000,
        "max_requests_jitter": 500,
        # Of the process, not of a request: how long it may be stuck as a whole.
        "timeout": 60,
        # How long a request that is under way at the end may take, such as a large export.
        "graceful_timeout": environment.number("SIJILL_GRACEFUL_SECONDS", 30),
        "keepalive": 5,
        # Addresses carry filters; headers carry cookies. Whatever is longer was not made by a page of ours.
        "limit_request_line": 8190,
        "limit_request_fields": 60,
        "limit_request_field_size": 8190,
        "worker_tmp_dir": str(_SHARED_MEMORY) if os.access(_SHARED_MEMORY, os.W_OK) else None,
        "control_socket_disable": True,
    }


class Draining(Arbiter):  # type: ignore[misc]  # it comes without types
    """Gunicorn's master; between SIGTERM and the stop it lets the proxy go elsewhere."""

    leave_at: float | None = None

    def handle_term(self) -> None:
        seconds = environment.number("SIJILL_DRAIN_SECONDS", 0)
        if not seconds or self.leave_at is not None:
            raise StopIteration
        stopping.begin()
        self.leave_at = time.monotonic() + seconds
        self.log.info("Stopping in %s s: no new visitors, please", seconds)

    def manage_workers(self) -> None:
        """Called once a second."""
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
