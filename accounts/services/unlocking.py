"""An administrator lets somebody try again who has to wait after failed attempts to sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import lockout
from engagements.models import Action
from engagements.permissions import Permission, Refused
from engagements.services import audit

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User


@transaction.atomic
def let_try(*, of: User, by: User, now: datetime) -> None:
    """What was counted of failures at this account's names counts no more. Raises Refused."""
    if not by.may(Permission.ADMINISTER):
        raise Refused(Permission.ADMINISTER)
    audit.write(by=by, action=Action.UNLOCKED, subject=of, now=now)
    transaction.on_commit(lambda: lockout.forget(of))
