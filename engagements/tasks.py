"""Background tasks of the register."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from engagements.auditing.heads import keep_head
from engagements.duplicates.search import KINDS, search
from engagements.services.letters import send_letters
from engagements.services.notices import write_reminders
from engagements.shelves.tallies import keep_long, roll_up


@shared_task(name="engagements.tasks.send_letters")
def send_due_letters() -> None:
    """Sends the letters that are due and were not sent yet."""
    send_letters(now=timezone.now())


@shared_task(name="engagements.tasks.write_reminders")
def write_todays_reminders() -> None:
    """Writes what is due soon and what is overdue today."""
    write_reminders(now=timezone.now())


@shared_task(name="engagements.tasks.keep_head_of_trail")
def keep_head_of_trail() -> None:
    """Writes the latest hash of the audit chain to a place outside the database."""
    keep_head(now=timezone.now())


@shared_task(name="engagements.tasks.roll_up_tallies")
def roll_up_tallies() -> None:
    """Replaces the many rows of each tally by one, and starts tallies for shelves that have become long. No
    figure changes.
    """
    roll_up()
    keep_long()


@shared_task(
    name="engagements.tasks.find_duplicates",
    time_limit=settings.DUPLICATES_TIME_LIMIT,
    soft_time_limit=settings.DUPLICATES_TIME_LIMIT - 20,
)
def find_duplicates(kind: str = "", even_if_unchanged: bool = False) -> None:
    """Searches for duplicate names, of one kind or of all, if any name has changed since the last search."""
    for each in [kind] if kind else KINDS:
        search(each, now=timezone.now(), even_if_unchanged=even_if_unchanged)
