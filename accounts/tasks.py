"""The background tasks of accounts."""

from __future__ import annotations

from datetime import datetime
from smtplib import SMTPException

from celery import shared_task

from accounts.events import EVENTS
from accounts.finding import accounts_at
from accounts.letters import change_letter, reset_letter
from accounts.sessions import SessionStore
from engagements.models import User
from engagements.reminding.mailing import configured

TRIES, FIRST_WAIT = 5, 30
"""How often a letter is tried again, and the first wait in seconds. The wait doubles each time, a quarter of an hour
in all.
"""


@shared_task(name="accounts.tasks.forget_sessions")
def forget_sessions() -> None:
    """Deletes expired sessions."""
    SessionStore.clear_expired()


@shared_task(
    name="accounts.tasks.tell",
    autoretry_for=(OSError, SMTPException),
    max_retries=TRIES,
    retry_backoff=FIRST_WAIT,
)
def tell(number: int, event: str, at: str) -> None:
    """Sends the owner of an account a letter about a change to how they sign in."""
    user = User.objects.filter(pk=number, is_active=True).exclude(email="").first()
    if user is not None and configured():
        change_letter(user, EVENTS[event], datetime.fromisoformat(at)).send()


@shared_task(
    name="accounts.tasks.send_reset_letters",
    autoretry_for=(OSError, SMTPException),
    max_retries=TRIES,
    retry_backoff=FIRST_WAIT,
)
def send_reset_letters(address: str) -> None:
    """Sends a link for a new password to each active account with this address that has a password; nothing to
    others.
    """
    if configured():
        for user in accounts_at(address):
            if user.has_usable_password():
                reset_letter(user, address).send()
