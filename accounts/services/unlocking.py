"""Lets somebody try again at once who has to wait after failed attempts to sign in."""

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


def must_wait(user: User, now: datetime) -> bool:
    """Whether, according to the trail, signing in to this account has to wait at `now` and nobody has cleared that
    since.
    """
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
def clear_failures(*, of: User, by: User, now: datetime) -> None:
    """Clears the counts of failures for this account, and writes that to the trail. Raises Refused."""
    refuse_without(Permission.ADMINISTER, by)
    audit.write(by=by, action=Action.UNLOCKED, subject=of, now=now)
    transaction.on_commit(lambda: lockout.forget(of))
