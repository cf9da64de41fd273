"""The link for a new password that an administrator hands over where no mail can be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.letters import reset_path
from engagements.errors import Refusal
from engagements.models import Action
from engagements.permissions import Permission, refuse_without
from engagements.reminding.mailing import configured
from engagements.services import audit

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User


def may_be_handed(account: User, by: User) -> bool:
    """Whether `by` may hand over a link for this account: only if mail is not configured, for otherwise the link
    goes to the owner alone.
    """
    return not configured() and account.is_active and account.has_usable_password() and account.pk != by.pk


@transaction.atomic
def new_password_path(*, of: User, by: User, now: datetime) -> str:
    """The path of a link that sets a password once, within `PASSWORD_RESET_TIMEOUT` seconds.

    Raises Refused if `by` may not administer, Refusal if no link may be handed over for this account.
    """
    refuse_without(Permission.ADMINISTER, by)
    if not may_be_handed(of, by):
        raise Refusal(_("No link for a new password can be handed over for this account."))
    audit.write(by=by, action=Action.PASSWORD_RESET, subject=of, now=now, note="link")
    return reset_path(of)
