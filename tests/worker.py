"""A real Celery worker on this run's database, files and broker, for the tests that need one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

LEASE = 4
"""Seconds after which a dead worker's release may be taken over."""


class Worker:
    """A prefork worker with its beat, in a process group of its own; on the queue of texts if none is named."""

    def __init__(self, folder: Path, *queues: str) -> None:
        folder.mkdir(exist_ok=True)
        self.log = (folder / f"worker-{time.monotonic_ns()}.log").open("wb")
        command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--beat"]
        command += ["--schedule", str(folder / "schedule"), "--concurrency", "2", "--loglevel", "INFO"]
        if queues:
            command += ["--queues", ",".join(queues), "--hostname", f"{queues[0]}@%h"]
        self.process = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle"],
            env=os.environ | _environment(),
            cwd=settings.BASE_DIR,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def send(self, number: signal.Signals) -> None:
        os.killpg(self.process.pid, number)

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.send(number)
            self.process.wait(30)
        self.log.close()


def _environment() -> dict[str, str]:
    """This run's database, files and broker, and waits short enough for a test."""
    database = connection.settings_dict
    place = {"host": database["HOST"], "port": database["PORT"]}
    query = urlencode({name: value for name, value in place.items() if value})
    return {
        "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?{query}",
        "BROKER_URL": settings.CELERY_BROKER_URL,
        "SIJILL_DATA_DIR": str(Path(settings.MEDIA_ROOT).parent),
        "SIJILL_PARSE_LEASE": str(LEASE),
        "SIJILL_VISIBILITY_TIMEOUT": "6",
        "SIJILL_REQUEUE_AFTER": "1",
        "SIJILL_SWEEP_SECONDS": "1",
    }
