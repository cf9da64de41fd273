"""Tokens of the API: created, shown once, revoked."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.errors import Refusal
from engagements.models import Action, ApiToken
from engagements.services import audit

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User

MARK = "sijill_"
"""How every token begins, so that one that slipped into a file is recognised."""
BYTES = 32
SHOWN = len(MARK) + 6
MOST = 20
"""The most working tokens that an account may have."""


def digest_of(secret: str) -> str:
    """The digest of a token, which is all that is stored of it."""
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue_token(*, by: User, name: str, expires_at: datetime | None, now: datetime) -> tuple[ApiToken, str]:
    """Creates a token of this account. Returns it with its secret, which cannot be shown again.

    Raises Refusal if the account has MOST tokens already.
    """
    if ApiToken.objects.of(by).living(now).count() >= MOST:
        raise Refusal(_("An account has at most %(most)s tokens; revoke one first.") % {"most": MOST})
    secret = MARK + secrets.token_urlsafe(BYTES)
    token = ApiToken.objects.create(
        user=by,
        name=name,
        prefix=secret[:SHOWN],
        digest=digest_of(secret),
        created_at=now,
        expires_at=expires_at,
    )
    audit.write(
        by=by, action=Action.ISSUED, subject=token, now=now, changes={"expires_at": (None, expires_at)}
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, now: datetime) -> bool:
    """Makes the token stop working. False if it was revoked before."""
    revoked = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)
    if revoked:
        audit.write(by=by, action=Action.REVOKED, subject=token, now=now)
    return bool(revoked)
