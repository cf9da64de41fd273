"""Letters about signing in: handed to a worker, so that no answer takes longer because there was one to send."""

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
    """The broker did not take it."""


def tell(user: User, event: Event, now: datetime) -> None:
    """Has the owner told of a change, if letters can be sent and there is an address. The change stands either way."""
    if not (user.email and configured()):
        return
    try:
        _send(TELL, user.pk, event.name, now.isoformat())
    except NotPosted as error:
        log.warning("the letter %s to account %s is not sent: %s", event.name, user.pk, error)


def reset(address: str) -> None:
    """Has a link sent to this address if an account is reached there; whether one is, the worker finds out.

    Raises NotPosted.
    """
    _send(RESET, address)


def _send(task: str, *arguments: object) -> None:
    try:
        current_app.send_task(task, arguments, retry=False)
    except (BrokerError, OSError) as error:
        raise NotPosted(str(error)) from error
