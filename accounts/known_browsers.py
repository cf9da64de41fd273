"""Recognises browsers in which an account signed in before, by a signed cookie (OWASP: device cookie). The cookie
gives no access; it only lets failures in that browser be counted separately (`accounts.lockout`).
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
    """The random number of this browser if one of these accounts signed in with it within a year, else None."""
    number, accounts = _read(request)
    return number if any(user.pk in accounts for user in users) else None


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Adds the account to the cookie of this browser."""
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
    """The browser's number and account ids from the cookie; ("", []) if it is missing, too old or not signed by us."""
    try:
        number, accounts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return str(number), [int(account) for account in accounts]
