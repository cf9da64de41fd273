"""Sends letters by e-mail, each at most once: its row is claimed and committed before it is sent."""

from __future__ import annotations

import logging
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from engagements.models import Letter, LetterKind, LetterState, MailState, Notice, Subscription, User
from engagements.reminding.mailing import configured
from engagements.reminding.manager_letter import manager_letter
from engagements.reminding.reminder_letter import reminder_letter
from engagements.reminding.silence_letter import silence_letter
from engagements.reminding.times import due_day, due_week
from engagements.services.notices import write_reminders

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from django.core.mail import EmailMultiAlternatives
    from django.db.models import QuerySet

    from engagements.reminding.mailing import Composed

log = logging.getLogger(__name__)

AT_ONCE = 40
"""The most letters that one run sends; the next run goes on."""
TRIES = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=6)
"""After a letter was not taken it waits, each time three times as long: all tries together are most of a day."""
_FOR_GOOD = 500
"""From this answer on the mail server will not take the letter later either."""


class NotReached(Exception):
    """The mail server cannot be reached or refuses the login. Nothing was sent."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of letter: when it is due, to whom, and what it says."""

    kind: LetterKind
    due: Callable[[datetime], date | None]
    compose: Callable[[User, date], Composed | None]

    def wanted_by(self) -> QuerySet[Subscription | Notice]:
        """Rows (waiting notices or subscriptions) whose `user` may get such a letter."""
        if self.kind == LetterKind.REMINDERS:
            return Notice.objects.waiting_for_mail()
        return Subscription.objects.filter(kind=self.kind)


SORTS = (
    Sort(LetterKind.REMINDERS, due_day, reminder_letter),
    Sort(LetterKind.SILENCE, due_week, silence_letter),
    Sort(LetterKind.MANAGERS, due_week, manager_letter),
)


def send_letters(*, now: datetime) -> int:
    """Sends the letters that are due and not sent yet, oldest accounts first. Returns how many the mail server
    accepted.

    Reminders are written first, so that the morning's letter has all of them whichever task runs first.
    """
    if due_day(now) is not None:
        write_reminders(now=now)
    if not configured():
        return 0
    outcomes: list[bool] = []
    try:
        for sort in SORTS:
            day = sort.due(now)
            if day is None:
                continue
            for number in _waiting(sort, day, now):
                if len(outcomes) == AT_ONCE:
                    return sum(outcomes)
                outcomes += _deliver(sort, number, day, now)
    except NotReached as error:
        log.warning("No letter can be sent now: %s", error)
    return sum(outcomes)


def _waiting(sort: Sort, day: date, now: datetime) -> list[int]:
    """Numbers of the accounts to which a letter of this day can be sent now."""
    given = Letter.objects.filter(user=OuterRef("pk"), kind=sort.kind, day=day).exclude(_to_be_sent(now))
    wanted = sort.wanted_by().filter(user=OuterRef("pk"))
    return list(
        _reachable().filter(Exists(wanted), ~Exists(given)).order_by("pk").values_list("pk", flat=True)
    )


def _reachable() -> QuerySet[User]:
    return User.objects.filter(is_active=True).exclude(email="")


def _to_be_sent(now: datetime) -> Q:
    return Q(state=LetterState.PENDING) & (Q(next_try_at=None) | Q(next_try_at__lte=now))


def _deliver(sort: Sort, number: int, day: date, now: datetime) -> list[bool]:
    """Composes and sends one account's letter: [True] if the mail server accepted it, [False] if not, [] if there
    was nothing to send. What may be told is looked up again at this moment.
    """
    user = _reachable().filter(pk=number).first()
    composed = sort.compose(user, timezone.localdate(now)) if user else None
    if user is None or composed is None:
        return []
    if composed.message is None:
        _leave_out(composed)
        return []
    letter = _claim(sort.kind, user, day, composed, now)
    return [] if letter is None else [_send(composed.message, letter, now)]


@transaction.atomic
def _claim(kind: LetterKind, user: User, day: date, composed: Composed, now: datetime) -> Letter | None:
    """The letter with the notices that it tells, if this process may send it. Of two processes at once, one gets
    None.
    """
    row = {"user": user, "kind": kind, "day": day}
    Letter.objects.get_or_create(**row, defaults={"at": now})
    claimed = Letter.objects.filter(_to_be_sent(now), **row).update(
        state=LetterState.SENDING, tries=F("tries") + 1, at=now, next_try_at=None, error=""
    )
    if claimed != 1:
        return None
    letter = Letter.objects.get(**row)
    told = Notice.objects.waiting_for_mail().filter(pk__in=composed.told)
    told.update(mail=MailState.TOLD, letter=letter)
    _leave_out(composed)
    return letter


def _leave_out(composed: Composed) -> None:
    rows = Notice.objects.waiting_for_mail().filter(pk__in=composed.left_out)
    rows.update(mail=MailState.LEFT_OUT)


def _send(message: EmailMultiAlternatives, letter: Letter, now: datetime) -> bool:
    """Whether the mail server accepted the letter. Raises NotReached if it cannot be reached: other letters need
    not be tried.
    """
    line = get_connection()
    try:
        line.open()
    except (smtplib.SMTPException, OSError) as error:
        _not_taken(letter, error, now, for_good=False)
        raise NotReached(str(error)) from error
    try:
        line.send_messages([message])
    except (
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPResponseException,
        smtplib.SMTPNotSupportedError,
    ) as error:
        _not_taken(letter, error, now, for_good=_refused_for_good(error))
    except ValueError as error:  # an address or a subject that no mail can have
        _not_taken(letter, error, now, for_good=True)
    except (smtplib.SMTPException, OSError) as error:
        Letter.objects.filter(pk=letter.pk).update(error=str(error)[:300])
        log.warning("Nobody knows whether the letter of account %s went out: %s", letter.user_id, error)
    else:
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENT)
        return True
    finally:
        with suppress(smtplib.SMTPException, OSError):
            line.close()
    return False


def _refused_for_good(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _FOR_GOOD for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _FOR_GOOD


@transaction.atomic
def _not_taken(letter: Letter, error: Exception, now: datetime, *, for_good: bool) -> None:
    """Records that the letter was not accepted: it is tried again later or, if `for_good`, given up.

    Its notices wait for the next try, or for another day's letter.
    """
    given_up = for_good or letter.tries >= TRIES
    wait = min(FIRST_WAIT * 3 ** (letter.tries - 1), LONGEST_WAIT)
    Letter.objects.filter(pk=letter.pk).update(
        state=LetterState.FAILED if given_up else LetterState.PENDING,
        next_try_at=None if given_up else now + wait,
        error=str(error)[:300],
    )
    Notice.objects.filter(letter=letter).update(mail=MailState.WAITING, letter=None)
    log.warning("The letter of account %s was not accepted: %s", letter.user_id, error)
