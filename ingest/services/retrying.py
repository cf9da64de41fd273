"""Another try at releases whose reading is over: those that failed, and those in which nothing was found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from engagements.models.audit import Action
from engagements.services import audit
from ingest.models import Release, ReleaseStatus
from ingest.services.queueing import enqueue

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from engagements.models import User

MOST = 1_000
"""So many at once; more would hold their rows, and the page, for too long."""


@dataclass(frozen=True, slots=True)
class Retried:
    """How many were put back in the queue, and how many were not failed (any more)."""

    back: int
    passed_over: int


def retry(*, release: Release, by: User, now: datetime) -> bool:
    """Puts a release back in the queue that failed, or in which nothing was found: a newer reader may find more.

    Its text, if it has one, stays as it is. False if it was in neither state (any more).
    """
    return _put_back([release.pk], (ReleaseStatus.FAILED, ReleaseStatus.NO_ENGAGEMENT), by=by, now=now) == 1


def retry_all(*, numbers: Collection[int], by: User, now: datetime) -> Retried:
    """The same for failed releases, at most MOST of them, all or nothing; one line of the audit for each."""
    wanted = sorted(set(numbers))[:MOST]
    back = _put_back(wanted, (ReleaseStatus.FAILED,), by=by, now=now)
    return Retried(back, len(wanted) - back)


@transaction.atomic
def _put_back(numbers: list[int], states: tuple[ReleaseStatus, ...], *, by: User, now: datetime) -> int:
    """The rows are locked in the order of their numbers, so that two at once never wait for each other.

    Who comes second sees the state that the first one left, and passes over what is no longer failed.
    """
    rows = list(
        Release.objects.visible_to(by)
        .filter(pk__in=numbers, status__in=states)
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    Release.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=ReleaseStatus.RECEIVED, enqueued_at=now
    )
    for row in rows:
        audit.write(by=by, action=Action.RETRIED, subject=row, now=now)
        transaction.on_commit(partial(enqueue, row.pk, row.lane, row.way_in))
    return len(rows)
