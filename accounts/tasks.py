"""What is done about accounts in the background."""

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
"""A mail server that does not answer now may later: each time twice as many seconds, together a quarter of an hour."""


@shared_task(name="accounts.tasks.forget_sessions")
def forget_sessions() -> None:
    """Takes away the sessions that ran out."""
    SessionStore.clear_expired()


@shared_task(
    name="accounts.tasks.tell",
    autoretry_for=(OSError, SMTPException),
    max_retries=TRIES,
    retry_backoff=FIRST_WAIT,
)
def tell(number: int, event: str, at: str) -> None:
    """Tells the owner of an account of a change to how they sign in."""
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
    """Sends the link for a new password to each open account that is reached at the address; to strangers nothing."""
    if configured():
        for user in accounts_at(address):
            if user.has_usable_password():
                reset_letter(user, address).send()
