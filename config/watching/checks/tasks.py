"""Checks of the work: what waits for too long, and what failed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.watching import work
from config.watching.checks.finding import good, soon

if TYPE_CHECKING:
    from config.watching.checks.finding import Finding

LONG_SECONDS = 30 * 60


def reading(now: datetime) -> Finding:
    found = work.unread(now)
    if not found.number:
        return good(_("Nothing waits to be read."))
    told = ngettext(
        "%(n)d release waits to be read, the oldest for %(minutes)d min.",
        "%(n)d releases wait to be read, the oldest for %(minutes)d min.",
        found.number,
    ) % {"n": found.number, "minutes": found.seconds // 60}
    if found.seconds > LONG_SECONDS:
        return soon(told, _("See whether the workers live; start more of them if they cannot keep up."))
    return good(told)


def letters(now: datetime) -> Finding:
    if not settings.EMAIL_HOST:
        return good(_("No mail server is named, so no letters are sent."))
    failed = work.letters_failed(now)
    if not failed:
        return good(_("The mail server took all letters of the last week."))
    return soon(
        ngettext(
            "The mail server did not take %(n)d letter in the last week.",
            "The mail server did not take %(n)d letters in the last week.",
            failed,
        )
        % {"n": failed},
        _("The log of the worker has its answers; see SIJILL_SMTP and the addresses of the accounts."),
    )
