"""Sends the weekly letters, each at most once: its row is claimed and committed before it leaves."""

from __future__ import annotations

import logging
import smtplib
import socket
from typing import TYPE_CHECKING

from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from engagements.digest import configured, due_week, letter_of
from engagements.models import DigestLetter, DigestState, DigestSubscription

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.core.mail import EmailMultiAlternatives
    from django.db.models import QuerySet

log = logging.getLogger(__name__)

AT_ONCE = 40
"""So many letters one run sends; the next run sends the next."""
TRIES = 5
# The server answered and did not take the letter, or there was none to answer. After anything else nobody knows.
_SURELY_NOT_SENT = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
    ConnectionRefusedError,
    socket.gaierror,
)


def send_letters(*, now: datetime) -> int:
    """Sends what is due and was not sent, oldest accounts first. Returns how many the mail server took."""
    week = due_week(now)
    if week is None or not configured():
        return 0
    outcomes: list[bool] = []
    for subscription in _waiting(week):
        letter = letter_of(subscription, timezone.localdate(now))
        if letter is not None and _claim(subscription, week, now):
            outcomes.append(_send(letter, DigestLetter.objects.get(user=subscription.user_id, week=week)))
        if len(outcomes) == AT_ONCE:
            break
    return sum(outcomes)


def _waiting(week: date) -> QuerySet[DigestSubscription]:
    given = DigestLetter.objects.filter(user=OuterRef("user"), week=week).exclude(
        Q(state=DigestState.REFUSED, tries__lt=TRIES)
    )
    wanted = DigestSubscription.objects.select_related("user").filter(~Exists(given), user__is_active=True)
    return wanted.exclude(user__email="").order_by("user")


def _claim(subscription: DigestSubscription, week: date, now: datetime) -> bool:
    """Whether the letter is this caller's to send. Two at once: one of them."""
    try:
        with transaction.atomic():
            DigestLetter.objects.create(user=subscription.user, week=week, at=now)
    except IntegrityError:
        refused = DigestLetter.objects.filter(
            user=subscription.user, week=week, state=DigestState.REFUSED, tries__lt=TRIES
        )
        again = refused.update(state=DigestState.CLAIMED, tries=F("tries") + 1, at=now, error="")
        return again == 1
    return True


def _send(letter: EmailMultiAlternatives, row: DigestLetter) -> bool:
    """Whether the mail server took it."""
    letter.connection = get_connection()
    try:
        letter.send()
    except _SURELY_NOT_SENT as error:
        row.state, row.error = DigestState.REFUSED, str(error)[:300]
        log.warning("The weekly letter of account %s was not accepted: %s", row.user_id, error)
    except (smtplib.SMTPException, OSError) as error:
        row.error = str(error)[:300]
        log.warning("Nobody knows whether the weekly letter of account %s went out: %s", row.user_id, error)
    else:
        row.state = DigestState.SENT
    row.save(update_fields=["state", "error"])
    return row.state == DigestState.SENT
