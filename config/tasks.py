"""What workers do for the installation itself."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from config.backups.nightly import back_up_tonight


# Acknowledged at once: it takes longer than the broker waits before it hands a message to the next worker, and two
# backups at a time are one too many. One that is lost is made the next night, and its age is watched.
@shared_task(name="config.tasks.back_up", acks_late=False, time_limit=4 * 3600, soft_time_limit=4 * 3600 - 60)
def back_up() -> None:
    back_up_tonight(now=timezone.now())
