"""What a worker loads before its first task, and what becomes of its connection after one."""

from __future__ import annotations

import subprocess
import sys

import pytest
from celery.signals import task_postrun, task_prerun
from django.conf import settings
from django.db import connection

from ingest.tasks import sweep

LOADED = """
import sys
from config.celery import app
app.loader.import_default_modules()
assert "ingest.tasks.parse_release" in app.tasks
print(*(name for name in ("config.urls", "ninja", "allauth.urls", "openpyxl") if name in sys.modules))
"""


def test_a_worker_starts_without_the_pages() -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == []


def backend() -> int:
    """The number of the process of PostgreSQL that serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_task_takes_over_the_connection_of_the_one_before_unless_it_died() -> None:
    connection.close()

    def served() -> int:
        task_prerun.send(sweep, task_id="one", task=sweep)
        number = backend()
        task_postrun.send(sweep, task_id="one", task=sweep, state="SUCCESS")
        return number

    first = served()
    assert served() == first
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    other.close()
    assert served() != first


@pytest.mark.django_db(transaction=True)
def test_the_connection_of_a_task_that_failed_is_closed() -> None:
    task_prerun.send(sweep, task_id="one", task=sweep)
    backend()
    task_postrun.send(sweep, task_id="one", task=sweep, state="FAILURE")
    assert connection.connection is None
