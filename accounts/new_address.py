"""The token of the link that confirms a new e-mail address. It is signed and not stored.

It contains the present address of the account, so it works only once, and not after another change.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from engagements.models import User

LASTS = timedelta(days=1)
_SALT = "accounts.new_address"


def token(account: User, email: str) -> str:
    """The signed token, the last part of the link."""
    return signing.dumps([account.pk, account.email, email], salt=_SALT)


def meant_by(token: str) -> tuple[User, str] | None:
    """The account and its new address; None if the token is invalid, older than LASTS or used already."""
    try:
        number, before, email = signing.loads(token, salt=_SALT, max_age=LASTS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    account = User.objects.filter(pk=number, email=before, is_active=True).first()
    return (account, str(email)) if account else None
