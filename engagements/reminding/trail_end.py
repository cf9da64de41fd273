"""The end of the audit trail's chain in the letters of the week: a copy of it that nobody can call back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagements.auditing.chain import head
from engagements.permissions import Permission

if TYPE_CHECKING:
    from engagements.auditing.chain import Head
    from engagements.models import User


def trail_end(user: User) -> Head | None:
    """For whoever may see the trail; None for others, and while it has no link."""
    found = head() if user.may(Permission.ADMINISTER) else None
    return found if found and found.position else None
