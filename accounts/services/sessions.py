"""Ends one session of an account, or all of them, from the next request on."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.browsers import in_plain_words
from accounts.models import Session
from engagements.models import Action
from engagements.permissions import Permission, Refused
from engagements.services import audit

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User

_SHOWN = 24


def mark_of(session_key: str) -> str:
    """The name of a session on a page, made from its key. The key itself gives access and is shown to nobody."""
    return sha256(session_key.encode()).hexdigest()[:_SHOWN]


@transaction.atomic
def end_session(*, of: User, mark: str, by: User, now: datetime) -> bool:
    """Ends the session with this mark. False if the account has none such. Raises Refused if `by` may not."""
    _check(of, by)
    for session in Session.objects.living(of, now):
        if mark_of(session.session_key) == mark:
            gone, _rows = Session.objects.filter(pk=session.pk).delete()
            if gone:
                note = " · ".join(filter(None, [in_plain_words(session.browser), session.address]))
                audit.write(by=by, action=Action.SESSION_ENDED, subject=of, now=now, note=note)
            return bool(gone)
    return False


@transaction.atomic
def end_sessions(*, of: User, by: User, now: datetime, but: str | None = None) -> int:
    """Ends all sessions of the account except the one with the key `but`. Returns how many. Raises Refused."""
    _check(of, by)
    gone: int = Session.objects.filter(account=of).exclude(pk=but or "").delete()[0]
    if gone:
        audit.write(
            by=by, action=Action.SESSION_ENDED, subject=of, now=now, changes={"sessions": (gone, None)}
        )
    return gone


def _check(of: User, by: User) -> None:
    if of.pk != by.pk and not by.may(Permission.ADMINISTER):
        raise Refused(Permission.ADMINISTER)
