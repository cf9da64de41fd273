"""The head of the audit trail's chain, for the weekly letters: a copy that nobody can take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagements.auditing.chain import head
from engagements.permissions import Permission

if TYPE_CHECKING:
    from engagements.auditing.chain import Head
    from engagements.models import User


def trail_end(user: User) -> Head | None:
    """The head, for an account that may see the trail; None for others, and if there is no link yet."""
    found = head() if user.may(Permission.ADMINISTER) else None
    return found if found and found.position else None
