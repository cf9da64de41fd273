"""The programs of a running Sijill besides its services, as arguments for Python."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
READY = "ready"
CELERY = ("-m", "celery", "-A", "config.celery", "--quiet")
# Celery's warning about root has eight lines, which would hide the cause if the worker dies. It does not apply: tasks
# are JSON, and the broker is local.
ROOT_IS_FINE = ("-W", "ignore:You're running the worker with superuser privileges")
# Neither mingle nor gossip: there are no other workers to meet, and mingle takes a second.
_WORKER = (*ROOT_IS_FINE, *CELERY, "worker", "--loglevel", "INFO", "--without-mingle", "--without-gossip")


def log_of(home: Path, name: str) -> Path:
    """The log of the program with this name: `web.log` for "the web server"."""
    return home / "log" / f"{name.removeprefix('the ').partition(' ')[0]}.log"


def web(port: int) -> list[str]:
    return ["-m", "config.web", "--bind", f"{HOST}:{port}"]


def worker() -> list[str]:
    """The worker for texts; files of an archive take turns with people's uploads."""
    return [*_WORKER, "--pool", "prefork", "--concurrency", "2", "--queues", "celery,archive"]


def scan_worker() -> list[str]:
    """The worker for scans, one at a time: they take seconds a page, and texts must not wait for them."""
    queues = ["--queues", "scans,archive-scans"]
    return [*_WORKER, "--pool", "prefork", "--concurrency", "1", "--hostname", "scans@%h", *queues]


def beat(schedule: Path) -> list[str]:
    return [*CELERY, "beat", "--loglevel", "INFO", "--schedule", str(schedule)]


def readiness(port: int) -> str:
    """READY if the web server can serve pages, else what is wrong."""
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
