"""Background tasks of the installation itself."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from config.backups.nightly import back_up_tonight


# Acknowledged at the start: a backup takes longer than the broker's timeout, after which another worker would start a
# second one. A lost backup is made the next night; its age is monitored.
@shared_task(name="config.tasks.back_up", acks_late=False, time_limit=4 * 3600, soft_time_limit=4 * 3600 - 60)
def back_up() -> None:
    back_up_tonight(now=timezone.now())
