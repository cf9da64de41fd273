"""The calendar address of an account: created, shown once, replaced, revoked; and when it was last used."""

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
    """Creates the account's calendar address and returns it with its token, which cannot be shown again.

    An older address stops working.
    """
    secret = secrets.token_urlsafe(BYTES)
    values = {"digest": digest_of(secret), "scope": scope, "created_at": now, "used_at": None}
    values |= {"shown": "", "shown_at": None}
    feed, _new = CalendarFeed.objects.update_or_create(user=by, defaults=values)
    audit.write(by=by, action=Action.ISSUED, subject=feed, now=now, changes={"scope": (None, scope)})
    return feed, secret


@transaction.atomic
def revoke_feed(*, by: User, now: datetime, of: User | None = None) -> bool:
    """Makes the address of `by`, or of the account `of`, stop working. False if there is none."""
    feed = CalendarFeed.objects.select_for_update().filter(user=of or by).first()
    if feed is None:
        return False
    audit.write(by=by, action=Action.REVOKED, subject=feed, now=now)
    feed.delete()
    return True


@transaction.atomic
def choose_scope(*, by: User, scope: str, now: datetime) -> bool:
    """Sets which follow-ups the calendar shows. False if there is no address, or if nothing changes."""
    feed = CalendarFeed.objects.select_for_update().filter(user=by).exclude(scope=scope).first()
    if feed is None:
        return False
    audit.write(by=by, action=Action.CHANGED, subject=feed, now=now, changes={"scope": (feed.scope, scope)})
    feed.scope = scope
    feed.save(update_fields=["scope"])
    return True


def note_shown(*, feed: CalendarFeed, calendar: bytes, now: datetime) -> tuple[str, datetime]:
    """Remembers the digest of what is sent and since when it is the same, in whole seconds.

    Written if the digest is new, and otherwise at most once an hour.
    """
    mark = sha256(calendar).hexdigest()
    since = feed.shown_at
    if mark != feed.shown or since is None:
        since = now.replace(microsecond=0)
    unused = Q(used_at=None) | Q(used_at__lt=now - NOTED_EVERY)
    mine = CalendarFeed.objects.filter(pk=feed.pk)
    mine.filter(unused | ~Q(shown=mark)).update(shown=mark, shown_at=since, used_at=now)
    return mark, since
