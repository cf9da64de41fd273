"""Browsers in which somebody signed in before: a signed cookie, which opens nothing and only lets its owner be counted
apart (`accounts.lockout`). OWASP calls it a device cookie.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from engagements.models import User

COOKIE = "sijill_browser"
PATH = "/accounts/"
AGE = 365 * 24 * 3600
MOST = 8
"""The most accounts that one browser can be known to."""
_SALT = "accounts.known_browsers"


def known_as(request: HttpRequest, users: Iterable[User]) -> str | None:
    """The number of this browser, if one of these accounts signed in with it within a year."""
    number, accounts = _read(request)
    return number if any(user.pk in accounts for user in users) else None


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """From now on this browser is known to the account."""
    number, accounts = _read(request)
    accounts = [user.pk, *(account for account in accounts if account != user.pk)][:MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps([number or secrets.token_hex(16), accounts], salt=_SALT),
        max_age=AGE,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[int]]:
    """The number and the accounts of the cookie; nothing if there is none or nobody here signed it."""
    try:
        number, accounts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return str(number), [int(account) for account in accounts]
