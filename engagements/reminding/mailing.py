"""What all letters share: language, text and HTML parts, and the link that ends them."""

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
    """A finished letter, with the ids of the notices that it contains, and of those that no longer hold and were
    left out.
    """

    message: EmailMultiAlternatives | None
    told: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)


def configured() -> bool:
    """Whether mail is configured: a mail server, a sender and the address of this site."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL and settings.SITE_ADDRESS)


def end_address(user: User, kind: LetterKind) -> str:
    """The URL that ends letters of this kind to this account, without signing in."""
    token = signing.dumps([user.pk, kind.value], salt=_SALT)
    return str(settings.SITE_ADDRESS) + reverse("letters_end", args=[token])


def ended_by(token: str) -> tuple[int, LetterKind] | None:
    """The account id and the kind of letters in a token of `end_address`; None if it is invalid."""
    try:
        said = signing.loads(token, salt=_SALT)
        number, kind = (said, LetterKind.SILENCE) if isinstance(said, int) else said
        return int(number), LetterKind(kind)
    except (signing.BadSignature, TypeError, ValueError):
        return None


def one_line(text: str) -> str:
    """The text on one line, without control characters, for the subject or a line of a letter."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def letter_to(user: User, kind: LetterKind, tell: Tell) -> EmailMultiAlternatives:
    """The letter in the language of the account, as text and HTML. `tell` is called in that language and returns the
    subject and the context of the templates.
    """
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
    """A letter made of the templates `template`.txt and .html in this language; if it is empty, in the site's.

    `tell` is called in that language and returns the subject and further context of the templates.
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
