"""Puts a draft off until a day: it stays as it is, but does not show in the queue before then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.errors import Refusal
from engagements.models.audit import Action
from engagements.services import audit
from ingest.models import Draft
from ingest.services.steps import hold, too_late

if TYPE_CHECKING:
    from datetime import date, datetime

    from engagements.models import User


@transaction.atomic
def postpone(*, draft: Draft, until: date, note: str, by: User, now: datetime) -> None:
    """Puts the draft off until the day `until`. What anybody typed into it stays. Doing it twice has no further
    effect.

    Raises Refusal if `until` is not in the future, Conflict if somebody has decided about the draft.
    """
    if until <= timezone.localdate(now):
        raise Refusal(_("Choose a day after today."), field="day")
    held = hold(draft)
    if (held.postponed_until, held.note) == (until, note):
        return
    Draft.objects.filter(pk=held.pk).update(
        postponed_until=until, note=note, claimed_by=None, claimed_until=None
    )
    changes = {"postponed_until": (held.postponed_until, until)}
    audit.write(by=by, action=Action.POSTPONED, subject=held, now=now, changes=changes, note=note)


@transaction.atomic
def wake(*, draft: Draft, by: User, now: datetime) -> None:
    """Brings a draft that was put off back into the queue. Raises Conflict if it has changed since `draft` was
    loaded.
    """
    put_off = Draft.objects.pending().filter(pk=draft.pk, postponed_until=draft.postponed_until)
    if draft.postponed_until is None or put_off.update(postponed_until=None, note="") != 1:
        raise too_late(draft)
    changes = {"postponed_until": (draft.postponed_until, None)}
    audit.write(by=by, action=Action.UNDONE, subject=draft, now=now, changes=changes)
