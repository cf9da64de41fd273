"""An administrator lets somebody try again who has to wait after failed attempts to sign in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import lockout
from engagements.models import Action, AuditEntry
from engagements.permissions import Permission, refuse_without
from engagements.services import audit

if TYPE_CHECKING:
    from engagements.models import User


def held_up(user: User, now: datetime) -> bool:
    """Whether an attempt at this account has to wait now, as the trail says, and nobody has let it through since."""
    entries = AuditEntry.objects.filter(
        subject_type="user", subject_id=user.pk, at__gte=now - timedelta(seconds=lockout.NAME.longest)
    )
    for entry in entries.filter(action__in=(Action.LOCKED_OUT, Action.UNLOCKED)).order_by("-at", "-pk"):
        if entry.action == Action.UNLOCKED:
            return False
        if datetime.fromisoformat(entry.changes["until"][1]) > now:
            return True
    return False


@transaction.atomic
def let_try(*, of: User, by: User, now: datetime) -> None:
    """What was counted of failures at this account's names counts no more. Raises Refused."""
    refuse_without(Permission.ADMINISTER, by)
    audit.write(by=by, action=Action.UNLOCKED, subject=of, now=now)
    transaction.on_commit(lambda: lockout.forget(of))
