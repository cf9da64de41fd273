"""What is done about accounts in the background."""

from __future__ import annotations

from celery import shared_task

from accounts.sessions import SessionStore


@shared_task(name="accounts.tasks.forget_sessions")
def forget_sessions() -> None:
    """Takes away the sessions that ran out."""
    SessionStore.clear_expired()
