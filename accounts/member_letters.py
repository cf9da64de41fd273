"""Letters about accounts, as text and HTML in one language; sent while somebody waits for the answer.

They hold secrets of which only the hash is kept, so they never wait in a queue. Whether the mail server took one is
told at once.
"""

from __future__ import annotations

import logging
import smtplib
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engagements.reminding.mailing import configured, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    language = language or settings.LANGUAGE_CODE
    with translation.override(language):
        rtl = translation.get_language_bidi()
        told = dict(context) | {
            "site": settings.SITE_ADDRESS,
            "language": language,
            "direction": "rtl" if rtl else "ltr",
            "start": "right" if rtl else "left",
        }
        message = EmailMultiAlternatives(
            subject=one_line(_(subject)),
            body=render_to_string(f"accounts/mail/{template}.txt", told),
            to=[to],
            headers={"Auto-Submitted": "auto-generated"},
        )
        html = render_to_string(f"accounts/mail/{template}.html", told)
        message.attach_alternative(html, "text/html")
    return message
