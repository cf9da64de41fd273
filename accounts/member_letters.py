"""Letters about accounts, as text and HTML in one language; sent while somebody waits for the answer.

They hold secrets of which only the hash is kept, so they never wait in a queue. Whether the mail server took one is
told at once.
"""

from __future__ import annotations

import logging
import smtplib
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engagements.reminding.mailing import compose, configured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.mail import EmailMultiAlternatives

    from accounts.models import Invitation
    from engagements.models import User

log = logging.getLogger(__name__)


def invitation_letter(invitation: Invitation, href: str) -> EmailMultiAlternatives:
    """To whoever is invited; `href` is the whole address that accepts it."""
    return _letter(
        "invitation",
        to=invitation.email,
        language=invitation.language,
        subject=gettext_noop("Sijill: an account for you"),
        context={"invitation": invitation, "href": href},
    )


def new_address_letter(account: User, email: str, href: str) -> EmailMultiAlternatives:
    """To the new address, which counts when `href` is opened and confirmed."""
    return _letter(
        "new_address",
        to=email,
        language=account.language,
        subject=gettext_noop("Sijill: is this your address?"),
        context={"account": account, "href": href},
    )


def changed_address_letter(account: User, old: str) -> EmailMultiAlternatives:
    """To the old address. It does not tell the new one: who reads the old mailbox need not know it."""
    return _letter(
        "changed_address",
        to=old,
        language=account.language,
        subject=gettext_noop("Sijill: your e-mail address was changed"),
        context={"account": account},
    )


def sent(message: EmailMultiAlternatives) -> bool:
    """Whether the mail server took it. False, too, if there is none."""
    if not configured():
        return False
    try:
        return bool(message.send())
    except (smtplib.SMTPException, OSError, ValueError) as error:
        log.warning("A letter about an account was not taken: %s", error)
        return False


def _letter(
    template: str, *, to: str, language: str, subject: str, context: Mapping[str, Any]
) -> EmailMultiAlternatives:
    """The letter of `accounts/mail/<template>`; the `subject` is translated here."""
    return compose(
        f"accounts/mail/{template}", to=to, language=language, tell=lambda: (_(subject), dict(context))
    )
