"""What every letter has: a sender, a language, two parts, and the link that ends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from engagements.models import LetterKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engagements.models import User

    Tell = Callable[[], tuple[str, dict[str, Any]]]

_SALT = "engagements.digest"
_LONGEST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter that is ready, and the numbers of the notices that it tells and of those that held no more."""

    message: EmailMultiAlternatives | None
    told: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)


def configured() -> bool:
    """Whether letters can be sent at all: there is a mail server, a sender and an address of this site."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL and settings.SITE_ADDRESS)


def end_address(user: User, kind: LetterKind) -> str:
    """The address that ends the letters of this kind to this account, without signing in."""
    token = signing.dumps([user.pk, kind.value], salt=_SALT)
    return str(settings.SITE_ADDRESS) + reverse("letters_end", args=[token])


def ended_by(token: str) -> tuple[int, LetterKind] | None:
    """The account and the kind of letters that a token of `end_address` is of; None if it is none."""
    try:
        said = signing.loads(token, salt=_SALT)
        number, kind = (said, LetterKind.SILENCE) if isinstance(said, int) else said
        return int(number), LetterKind(kind)
    except (signing.BadSignature, TypeError, ValueError):
        return None


def one_line(text: str) -> str:
    """For a line of a letter or its subject: no breaks, no control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def letter_to(user: User, kind: LetterKind, tell: Tell) -> EmailMultiAlternatives:
    """The letter as text and HTML in the language of the account. `tell` is called in that language: it gives the
    subject and what the templates of this kind show."""
    end = end_address(user, kind)
    return compose(
        f"engagements/mail/{kind.value}",
        to=user.email,
        language=user.language,
        tell=tell,
        context={"user": user, "end": end},
        headers={"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def compose(
    template: str,
    *,
    to: str,
    language: str,
    tell: Tell,
    context: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """A letter as text and HTML (`template`.txt, .html) in this language, the site's own if it is empty.

    `tell` is called in that language: it gives the subject and what the templates show besides the context.
    """
    language = language or settings.LANGUAGE_CODE
    with translation.override(language):
        rtl = translation.get_language_bidi()
        subject, told = tell()
        shown = (
            told
            | dict(context or {})
            | {
                "site": settings.SITE_ADDRESS,
                "language": language,
                "direction": "rtl" if rtl else "ltr",
                "start": "right" if rtl else "left",
            }
        )
        message = EmailMultiAlternatives(
            subject=one_line(subject)[:_LONGEST_SUBJECT],
            body=render_to_string(f"{template}.txt", shown),
            to=[to],
            headers=dict(headers or {}) | {"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string(f"{template}.html", shown), "text/html")
    return message
