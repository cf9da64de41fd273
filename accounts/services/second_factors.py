"""Removing the second factors of an account, for administrators, when its owner has lost them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.events import EVENTS
from accounts.services.signing_in import note_change
from engagements.permissions import Permission, refuse_without

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User


@transaction.atomic
def remove_all(*, of: User, by: User, now: datetime) -> bool:
    """Removes all second factors, ends the sessions and sends the owner a letter. False if there was none.

    Raises Refused if `by` may not.
    """
    refuse_without(Permission.ADMINISTER, by)
    gone, _rows = Authenticator.objects.filter(user=of).delete()
    if gone:
        note_change(of=of, event=EVENTS["second_factors_removed"], session=None, now=now, by=by)
    return bool(gone)
