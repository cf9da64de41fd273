"""The calendar address of an account: made, shown once, made anew, revoked; and that it was used."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from engagements.models import Action, CalendarFeed
from engagements.services import audit
from engagements.services.tokens import BYTES, digest_of

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User

NOTED_EVERY = timedelta(hours=1)
"""That an address is in use is written no more often."""


@transaction.atomic
def issue_feed(*, by: User, scope: str, now: datetime) -> tuple[CalendarFeed, str]:
    """The address of this account, and the token in it, which nobody can be shown again. An older one opens nothing
    from now on."""
    secret = secrets.token_urlsafe(BYTES)
    values = {"digest": digest_of(secret), "scope": scope, "created_at": now, "used_at": None}
    values |= {"shown": "", "shown_at": None}
    feed, _new = CalendarFeed.objects.update_or_create(user=by, defaults=values)
    audit.write(by=by, action=Action.ISSUED, subject=feed, now=now, changes={"scope": (None, scope)})
    return feed, secret


@transaction.atomic
def revoke_feed(*, by: User, now: datetime, of: User | None = None) -> bool:
    """From now on the address of `by`, or `of` another account, opens nothing; False if there is none."""
    feed = CalendarFeed.objects.select_for_update().filter(user=of or by).first()
    if feed is None:
        return False
    audit.write(by=by, action=Action.REVOKED, subject=feed, now=now)
    feed.delete()
    return True


@transaction.atomic
def choose_scope(*, by: User, scope: str, now: datetime) -> bool:
    """Which follow-ups the calendar shows; False if there is no address or nothing changes."""
    feed = CalendarFeed.objects.select_for_update().filter(user=by).exclude(scope=scope).first()
    if feed is None:
        return False
    audit.write(by=by, action=Action.CHANGED, subject=feed, now=now, changes={"scope": (feed.scope, scope)})
    feed.scope = scope
    feed.save(update_fields=["scope"])
    return True


def note_shown(*, feed: CalendarFeed, calendar: bytes, now: datetime) -> tuple[str, datetime]:
    """The mark of what is sent, and since when it is so (whole seconds). Written if it is new, and every hour."""
    mark = sha256(calendar).hexdigest()
    since = feed.shown_at
    if mark != feed.shown or since is None:
        since = now.replace(microsecond=0)
    unused = Q(used_at=None) | Q(used_at__lt=now - NOTED_EVERY)
    mine = CalendarFeed.objects.filter(pk=feed.pk)
    mine.filter(unused | ~Q(shown=mark)).update(shown=mark, shown_at=since, used_at=now)
    return mark, since
