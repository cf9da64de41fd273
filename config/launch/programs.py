"""The programs of a running Sijill besides its services, as what the virtual environment's Python is to run."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
READY = "ready"
CELERY = ("-m", "celery", "-A", "config.celery", "--quiet")
# Eight lines that would stand before the cause if the worker dies. Its tasks are JSON, and its broker is local.
ROOT_IS_FINE = ("-W", "ignore:You're running the worker with superuser privileges")
# Neither mingle nor gossip: there is nobody to meet, and the first takes a second.
_WORKER = (*ROOT_IS_FINE, *CELERY, "worker", "--loglevel", "INFO", "--without-mingle", "--without-gossip")


def log_of(home: Path, name: str) -> Path:
    """Where the program that people know as `name` writes: `web.log` for "the web server"."""
    return home / "log" / f"{name.removeprefix('the ').partition(' ')[0]}.log"


def web(port: int) -> list[str]:
    return ["-m", "config.web", "--bind", f"{HOST}:{port}"]


def worker() -> list[str]:
    """Reads texts; of an archive only in turns with what people upload."""
    return [*_WORKER, "--pool", "prefork", "--concurrency", "2", "--queues", "celery,archive"]


def scan_worker() -> list[str]:
    """Reads scans, one at a time: seconds a page, and nobody's text waits behind them."""
    queues = ["--queues", "scans,archive-scans"]
    return [*_WORKER, "--pool", "prefork", "--concurrency", "1", "--hostname", "scans@%h", *queues]


def beat(schedule: Path) -> list[str]:
    return [*CELERY, "beat", "--loglevel", "INFO", "--schedule", str(schedule)]


def readiness(port: int) -> str:
    """Whether the web server can serve pages: READY, or what is wrong."""
    line = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        line.request("GET", "/readyz?for=web")
        answer = line.getresponse()
        body = answer.read(400).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return str(error)
    finally:
        line.close()
    return READY if answer.status == http.client.OK else f"{answer.status} {body}"
