"""Gathers the content of a brief from the register, in a constant number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from engagements.brief.commitments import commitments_of
from engagements.brief.conflicts import conflicts_of
from engagements.brief.contents import Brief, plain
from engagements.brief.entries import entries_of
from engagements.brief.numbers import counted, numbers_of
from engagements.brief.people import partners_of, people_of
from engagements.brief.scope import Scope
from engagements.shelves.shelf import Shelf, country_shelf

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.brief.asking import Period
    from engagements.models import Country, User


def brief_on(country: Country, *, user: User, period: Period, now: datetime, most: int, root: str) -> Brief:
    """The brief as `user` may see it, in the active language, with at most `most` engagements one by one.

    `root` is put before every path of the register: `https://host`, or empty for links within it.
    """
    scope = Scope(country, Shelf(country_shelf(country.pk), user), period, timezone.localdate(now), root)
    counts = counted(scope)
    entries, planned = entries_of(scope, most, begun=counts.begun, ahead=counts.ahead)
    promises, done = commitments_of(scope)
    promised = (*promises.ours, *promises.theirs, *promises.unsaid, *done.rows)
    english = get_language() == "en"
    return Brief(
        country=plain(country.name),
        code=country.pk,
        href=scope.address("country", country.pk),
        ministry=settings.HOME_MINISTRY_EN if english else next(iter(settings.HOME_MINISTRIES), ""),
        since=period.since,
        until=period.until,
        made_at=now,
        by=plain(user.display_name),
        numbers=numbers_of(scope, counts, done=done.total),
        entries=entries,
        planned=planned,
        promises=promises,
        done=done,
        people=people_of(scope),
        partners=partners_of(scope),
        conflicts=conflicts_of(scope),
        restricted=any(one.restricted for one in (*entries.rows, *planned.rows))
        or any(one.restricted for one in promised),
    )
