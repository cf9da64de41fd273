"""Letters about accounts, as text and HTML in the reader's language. They are sent within the request.

They contain secrets of which the database keeps only the hash, so they must not wait in a queue. The page says at
once whether the mail server took the letter.
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
    """The letter to an invited person; `href` is the absolute URL that accepts the invitation."""
    return _letter(
        "invitation",
        to=invitation.email,
        language=invitation.language,
        subject=gettext_noop("Sijill: an account for you"),
        context={"invitation": invitation, "href": href},
    )


def new_address_letter(account: User, email: str, href: str) -> EmailMultiAlternatives:
    """The letter to a new address, which becomes the account's when `href` is opened and confirmed."""
    return _letter(
        "new_address",
        to=email,
        language=account.language,
        subject=gettext_noop("Sijill: is this your address?"),
        context={"account": account, "href": href},
    )


def changed_address_letter(account: User, old: str) -> EmailMultiAlternatives:
    """The letter to the old address. It does not name the new one: whoever reads the old mailbox need not know it."""
    return _letter(
        "changed_address",
        to=old,
        language=account.language,
        subject=gettext_noop("Sijill: your e-mail address was changed"),
        context={"account": account},
    )


def sent(message: EmailMultiAlternatives) -> bool:
    """Sends the letter. False if the mail server did not take it, or if none is configured."""
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
