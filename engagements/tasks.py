"""What the register has done in the background."""

from __future__ import annotations

from celery import shared_task

from engagements.tallies import roll_up


@shared_task(name="engagements.tasks.roll_up_tallies")
def roll_up_tallies() -> None:
    """Makes one row again of the many that changes wrote for one figure. The figures stay what they are."""
    roll_up()
