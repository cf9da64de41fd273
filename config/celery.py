"""The Celery application: `celery -A config.celery worker`. Its settings are Django's, with CELERY_ before them.

A message carries the id of the request that sent it, and what the task does says so (`engagements.origin`).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from celery import Celery
from celery.signals import before_task_publish, task_postrun, task_prerun

from engagements import origin

if TYPE_CHECKING:
    from celery import Task

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("sijill")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@before_task_publish.connect
def _hand_along(headers: dict[str, Any] | None = None, **sent: Any) -> None:
    if headers is not None and (request_id := origin.current().request_id):
        headers[origin.REQUEST_ID] = request_id


@task_prerun.connect
def _begin(task: Task[Any, Any], task_id: str, **called: Any) -> None:
    """A task that nobody's request sent (beat's) goes by its own id."""
    request_id = task.request.get(origin.REQUEST_ID) or task_id
    origin.begin(origin.Origin(request_id=str(request_id)[:64], via=origin.Via.WORKER))


@task_postrun.connect
def _end(**called: Any) -> None:
    origin.end()
