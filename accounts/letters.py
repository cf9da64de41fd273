"""The letters about signing in, in the language of the account, as text and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.reminding.mailing import compose

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.mail import EmailMultiAlternatives

    from accounts.events import Event
    from engagements.models import User
    from engagements.reminding.mailing import Tell


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
    """Tells what changed about signing in, when, and what to do if it was somebody else."""

    def tell() -> tuple[str, dict[str, Any]]:
        return str(event.said), {"said": event.said, "at": timezone.localtime(at)}

    return _letter(user, user.email, "change", tell)


def _letter(user: User, address: str, kind: str, tell: Tell) -> EmailMultiAlternatives:
    return compose(
        f"accounts/mail/{kind}", to=address, language=user.language, tell=tell, context={"user": user}
    )
