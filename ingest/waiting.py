"""The part of ingest in what the home page shows as waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.permissions import Permission
from engagements.waiting import Task, Waiting
from ingest.models import Draft, Release

if TYPE_CHECKING:
    from datetime import datetime

    from engagements.models import User

FIRST = 4


def drafts(user: User, now: datetime) -> list[Waiting]:
    """Drafts that wait for a decision and are not put off, for accounts that may review."""
    if not user.may(Permission.REVIEW):
        return []
    pending = Draft.objects.visible_to(user).awake(timezone.localdate(now))
    number = pending.count()
    if not number:
        return []
    first = list(pending.for_queue()[:FIRST])
    days = (now - first[0].created_at).days
    oldest = ngettext("the oldest for %(days)d day", "the oldest for %(days)d days", days) % {"days": days}
    return [
        Waiting(
            number,
            ngettext("draft to review", "drafts to review", number),
            oldest if days else _("all of them since yesterday or today"),
            reverse("drafts"),
            heading=_("Drafts waiting for a decision"),
            tasks=[_task(draft) for draft in first],
        )
    ]


def _task(draft: Draft) -> Task:
    if draft.to_check:
        note = ngettext("%(n)d value to check", "%(n)d values to check", draft.to_check) % {
            "n": draft.to_check
        }
    else:
        note = _("All values sure")
    outlet = draft.release.source.outlet
    return Task(draft.title, draft.get_absolute_url(), [outlet, note] if outlet else [note])


def failures(user: User, now: datetime) -> list[Waiting]:
    """Releases that could not be read, for accounts that may upload."""
    if not user.may(Permission.SUBMIT):
        return []
    number = Release.objects.visible_to(user).failed().count()
    if not number:
        return []
    label = ngettext("release that could not be read", "releases that could not be read", number)
    note = _("By reason, with what to do")
    return [Waiting(number, label, note, reverse("failures"), late=True)]
