"""The Celery application (`celery -A config.celery worker`). Its settings are Django's settings that begin with
CELERY_.

A message carries the id of the request that sent it, and the task's audit entries and logs have it
(`engagements.origin`).
"""

from __future__ import annotations

import logging.config
import os
import time
from typing import TYPE_CHECKING, Any

from celery import Celery
from celery.signals import before_task_publish, import_modules, setup_logging, task_postrun, task_prerun
from celery.states import SUCCESS
from django.conf import settings
from django.db import close_old_connections, connections

from config.watching.counters import PARSES, TASK_TIME, TASKS, gathering
from config.watching.hearts import WorkerHeart
from engagements import origin

if TYPE_CHECKING:
    from celery import Task

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Celery runs Django's checks at the start of a worker and of beat, says nothing of what they find, and loads all pages
# for them: half the seconds of a start, a third of the memory. `run.py` and `prepare` run them and say it.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")


@import_modules.connect
def _stand_back(**starting: Any) -> None:
    """Lowers the priority of a worker or of beat, so that on a machine that also serves pages these come first.

    Connected before Celery's own handler that loads Django, which takes a worker seconds of processor time.
    """
    os.nice(settings.WORKER_NICENESS)


app = Celery("sijill")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["consumer"].add(WorkerHeart)

PARSING = frozenset({"ingest.tasks.parse_release", "ingest.tasks.recognise_release"})
"""Tasks that return the outcome for a release."""
_began: dict[str, float] = {}


@setup_logging.connect
def _set_up_logging(**asked: Any) -> None:
    """Workers and beat log in the same form as the web server."""
    logging.config.dictConfig(settings.LOGGING)


@before_task_publish.connect
def _hand_along(headers: dict[str, Any] | None = None, **sent: Any) -> None:
    if headers is not None and (request_id := origin.current().request_id):
        headers[origin.REQUEST_ID] = request_id


@task_prerun.connect
def _begin(task: Task[Any, Any], task_id: str, **called: Any) -> None:
    """Sets the origin; a task that no request has sent (beat's) uses its own id."""
    request_id = task.request.get(origin.REQUEST_ID) or task_id
    origin.begin(origin.Origin(request_id=str(request_id)[:64], via=origin.Via.WORKER))
    _began[task_id] = time.perf_counter()
    if not task.request.is_eager:
        close_old_connections()


@task_postrun.connect
def _end(
    task: Task[Any, Any], task_id: str, state: str | None = None, retval: Any = None, **called: Any
) -> None:
    seconds = time.perf_counter() - _began.pop(task_id, time.perf_counter())
    gathering.count(TASKS, task.name, state or "")
    gathering.observe(TASK_TIME, task.name, seconds=seconds)
    if task.name in PARSING and isinstance(retval, str):
        gathering.count(PARSES, retval)
    origin.end()
    if not task.request.is_eager:
        _leave_connections(in_order=state == SUCCESS)


def _leave_connections(*, in_order: bool) -> None:
    """Keeps healthy database connections for the next task, as Django does between requests; closes all after a task
    that did not succeed.

    A new connection costs PostgreSQL more than the statements for a release: it starts a process, which must first
    load what it needs to know of the tables.
    """
    if in_order:
        close_old_connections()
    else:
        connections.close_all()
