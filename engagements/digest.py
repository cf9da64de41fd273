"""The weekly letter about silence: when it is due, what it says, and the link that ends it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from engagements.models import User
from engagements.permissions import Role
from engagements.silence import countries_silent_for, silent_commitments, silent_partners
from engagements.tallies import overdue

if TYPE_CHECKING:
    from engagements.models import DigestSubscription

SUNDAY = 6
HOUR = 7
"""Of the morning, from which on Sunday the letters of a week go out."""
DAYS_TO_SEND = 3
"""If nothing ran on Sunday, they still go out on these days; after that the week is passed over."""
LINES = 10
_SALT = "engagements.digest"


def due_week(now: datetime) -> date | None:
    """The Sunday whose letters may go out now, in the time of the ministry; None outside the days to send."""
    here = timezone.localtime(now)
    sunday = here.date() - timedelta(days=(here.weekday() - SUNDAY) % 7)
    begins = here.replace(hour=HOUR, minute=0, second=0, microsecond=0) - (here.date() - sunday)
    return sunday if begins <= here and (here.date() - sunday).days < DAYS_TO_SEND else None


def configured() -> bool:
    """Whether letters can be sent at all: there is a mail server, a sender and an address of this site."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL and settings.SITE_ADDRESS)


def end_address(user: User) -> str:
    """The address that ends the letters of this account, without signing in."""
    return settings.SITE_ADDRESS + reverse("digest_end", args=[signing.dumps(user.pk, salt=_SALT)])


def account_of(token: str) -> int | None:
    """The account that a token of `end_address` is of; None if it is none."""
    try:
        number = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return number if isinstance(number, int) else None


def letter_of(subscription: DigestSubscription, today: date) -> EmailMultiAlternatives | None:
    """The letter of today in the language that was asked for; None if there is nothing to tell.

    Mail leaves the house, so it tells only what is open to all staff, whoever it goes to.
    """
    told = _told(subscription.days, today)
    if not (told["countries"] or told["partners"] or told["commitments"]):
        return None
    end = end_address(subscription.user)
    with translation.override(subscription.language):
        context = told | {
            "user": subscription.user,
            "days": subscription.days,
            "today": today,
            "site": settings.SITE_ADDRESS,
            "end": end,
            "language": subscription.language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }
        letter = EmailMultiAlternatives(
            subject=_("Sijill: what has been silent for %(days)d days") % {"days": subscription.days},
            body=render_to_string("engagements/mail/digest.txt", context),
            to=[subscription.user.email],
            headers={
                "List-Unsubscribe": f"<{end}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )
        letter.attach_alternative(render_to_string("engagements/mail/digest.html", context), "text/html")
    return letter


def _told(days: int, today: date) -> dict[str, Any]:
    anybody = User(role=Role.VIEWER)
    countries = countries_silent_for(anybody, today, days)
    return {
        "countries": countries[:LINES],
        "more_countries": max(0, len(countries) - LINES),
        "partners": silent_partners(anybody, today, days, limit=LINES),
        "commitments": list(silent_commitments(anybody, today, days).select_related("engagement")[:LINES]),
        "overdue": overdue(anybody, today),
    }
