"""The letters about signing in, in the language of the account, as text and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from accounts.events import Event
    from engagements.models import User


def reset_path(user: User) -> str:
    """The path of the link for a new password, without the site."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)


def reset_letter(user: User, address: str) -> EmailMultiAlternatives:
    """The link under which a new password is set, once and within `PASSWORD_RESET_TIMEOUT` seconds."""
    link = settings.SITE_ADDRESS + reset_path(user)

    def tell() -> tuple[str, dict[str, Any]]:
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        return _("A new password for Sijill"), {"link": link, "hours": hours}

    return _letter(user, address, "reset", tell)


def change_letter(user: User, event: Event, at: datetime) -> EmailMultiAlternatives:
    """That something changed about how one signs in, when, and what to do if it was somebody else."""

    def tell() -> tuple[str, dict[str, Any]]:
        return str(event.said), {"said": event.said, "at": timezone.localtime(at)}

    return _letter(user, user.email, "change", tell)


def _letter(
    user: User, address: str, kind: str, tell: Callable[[], tuple[str, dict[str, Any]]]
) -> EmailMultiAlternatives:
    language = user.language or settings.LANGUAGE_CODE
    with translation.override(language):
        rtl = translation.get_language_bidi()
        subject, told = tell()
        context = told | {
            "user": user,
            "site": settings.SITE_ADDRESS,
            "language": language,
            "direction": "rtl" if rtl else "ltr",
            "start": "right" if rtl else "left",
        }
        message = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string(f"accounts/mail/{kind}.txt", context),
            to=[address],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string(f"accounts/mail/{kind}.html", context), "text/html")
    return message
