"""Has releases read again: those that failed, and those in which nothing was found."""

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
"""The most releases at once; more would lock their rows, and keep the page waiting, for too long."""


@dataclass(frozen=True, slots=True)
class Retried:
    """How many were put back in the queue, and how many were skipped because they are not failed any more."""

    back: int
    passed_over: int


def retry(*, release: Release, by: User, now: datetime) -> bool:
    """Puts a release back in the queue that failed or in which nothing was found: a newer reader may find more.

    Its text, if it has one, stays. False if the release is in neither of these states any more.
    """
    return _put_back([release.pk], (ReleaseStatus.FAILED, ReleaseStatus.NO_ENGAGEMENT), by=by, now=now) == 1


def retry_all(*, numbers: Collection[int], by: User, now: datetime) -> Retried:
    """Puts failed releases back in the queue, at most MOST, in one transaction; each gets its own audit entry."""
    wanted = sorted(set(numbers))[:MOST]
    back = _put_back(wanted, (ReleaseStatus.FAILED,), by=by, now=now)
    return Retried(back, len(wanted) - back)


@transaction.atomic
def _put_back(numbers: list[int], states: tuple[ReleaseStatus, ...], *, by: User, now: datetime) -> int:
    """Puts the releases back. Rows are locked in order of their numbers, so that two calls at once cannot deadlock.

    The second of two calls sees what the first one did and skips releases that are not failed any more.
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
