"""The link by which somebody shows that a new e-mail address is theirs. Nothing is kept of it: it is signed.

It names the address that the account has now, so it works once, and not after another change.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from engagements.models import User

LASTS = timedelta(days=1)
_SALT = "accounts.new_address"


def token(account: User, email: str) -> str:
    """What the link ends in."""
    return signing.dumps([account.pk, account.email, email], salt=_SALT)


def meant_by(token: str) -> tuple[User, str] | None:
    """The account and its new address; None for what is no such link (any more)."""
    try:
        number, before, email = signing.loads(token, salt=_SALT, max_age=LASTS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    account = User.objects.filter(pk=number, email=before, is_active=True).first()
    return (account, str(email)) if account else None
