"""Changes how confidential an approved engagement is. It takes a reason, and only the restricted group may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.errors import Conflict
from engagements.models import Action, Confidentiality, Engagement
from engagements.permissions import Permission, Refused
from engagements.services import audit

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User


def may_classify(user: User) -> bool:
    """Whether `user` may. Others could make an engagement vanish from their own sight and not bring it back."""
    return user.may(Permission.CLASSIFY) and user.sees_restricted


@transaction.atomic
def classify(
    *, engagement: Engagement, as_what: Confidentiality, reason: str, by: User, now: datetime
) -> None:
    """Makes the engagement, with everything that hangs on it, restricted or open.

    Raises Refused if `by` may not, Conflict if it is so already or was merged into another.
    """
    if not may_classify(by):
        raise Refused(Permission.CLASSIFY)
    before = Engagement.objects.current().filter(pk=engagement.pk).exclude(confidentiality=as_what)
    was = before.select_for_update().values_list("confidentiality", flat=True).first()
    if was is None or not before.update(confidentiality=as_what):
        raise Conflict(_("Somebody else changed it in the meantime."))
    changes = {"confidentiality": (was, as_what.value)}
    audit.write(
        by=by, action=Action.CHANGED, subject=engagement, now=now, changes=changes, note=reason.strip()
    )
