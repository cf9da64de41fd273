"""Hands letters about signing in to a worker, so that the time an answer takes does not show whether there was a
letter to send.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from celery import current_app
from kombu.exceptions import OperationalError as BrokerError

from engagements.reminding.mailing import configured

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.events import Event
    from engagements.models import User

log = logging.getLogger(__name__)

TELL = "accounts.tasks.tell"
RESET = "accounts.tasks.send_reset_letters"


class NotPosted(Exception):
    """The broker did not take the task."""


def enqueue_change_letter(user: User, event: Event, now: datetime) -> None:
    """Sends the owner a letter about a change, if mail is configured and the account has an address. A broker that
    is down is only logged: the change has already happened.
    """
    if not (user.email and configured()):
        return
    try:
        _send(TELL, user.pk, event.name, now.isoformat())
    except NotPosted as error:
        log.warning("the letter %s to account %s is not sent: %s", event.name, user.pk, error)


def reset(address: str) -> None:
    """Sends a link for a new password to this address; the worker looks up whether an account has it.

    Raises NotPosted.
    """
    _send(RESET, address)


def _send(task: str, *arguments: object) -> None:
    try:
        current_app.send_task(task, arguments, retry=False)
    except (BrokerError, OSError) as error:
        raise NotPosted(str(error)) from error
