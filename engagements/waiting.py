"""What waits for the user, on the home page. Each app contributes a part; `settings.WAITING` lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import Commitment, Engagement, User
from engagements.permissions import Permission
from engagements.shelves import tallies
from engagements.wording import full_months, span

if TYPE_CHECKING:
    from datetime import date

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits: its title, its address, and notes beneath it, each with its own text direction."""

    title: str
    href: str
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of one kind waits. `late` is what is overdue; `tasks` are the first few, shown under `heading`.

    What is not `yours` waits for others: who reads the home page may see it, but do nothing about it.
    """

    number: int
    label: str
    note: str
    href: str
    late: bool = False
    yours: bool = True
    heading: str = ""
    tasks: list[Task] = field(default_factory=list)


Provider = Callable[[User, datetime], list[Waiting]]


def waiting_for(user: User, now: datetime) -> list[Waiting]:
    """Everything that waits for this account, part by part."""
    found: list[Waiting] = []
    for path in settings.WAITING:
        provider: Provider = import_string(path)
        found += provider(user, now)
    return found


def follow_ups(user: User, now: datetime) -> list[Waiting]:
    """Commitments that are overdue, or due within a week."""
    today = timezone.localdate(now)
    rows = Commitment.objects.visible_to(user)
    address = reverse("follow_ups")
    yours = user.may(Permission.MANAGE_COMMITMENTS)
    overdue, soon = rows.overdue(today), rows.due_between(today, today + WEEK)
    waiting = []
    if late := tallies.overdue(user, today):
        waiting.append(
            Waiting(
                late,
                ngettext("overdue follow-up", "overdue follow-ups", late),
                _longest(overdue.order_by("due_on").first(), today),
                f"{address}?view=overdue",
                late=True,
                yours=yours,
            )
        )
    if due := soon.count():
        end = (today + WEEK).isoformat()
        label = ngettext("follow-up due within a week", "follow-ups due within a week", due)
        href = f"{address}?due_since={today.isoformat()}&due_until={end}&status=open&status=in_progress"
        note = _first(soon.order_by("due_on").first(), today)
        waiting.append(Waiting(due, label, note, href, yours=yours))
    return waiting


def conflicts(user: User, now: datetime) -> list[Waiting]:
    """Engagements whose sources disagree, for accounts that may settle it."""
    if not user.may(Permission.REVIEW):
        return []
    number = Engagement.objects.visible_to(user).disputed().count()
    if not number:
        return []
    label = ngettext("engagement whose sources disagree", "engagements whose sources disagree", number)
    return [Waiting(number, label, _("Choose what holds, with a note."), reverse("conflicts"))]


def _longest(first: Commitment | None, today: date) -> str:
    days = first.days_late(today) if first else 0
    if first and first.due_on and (months := full_months(first.due_on, today)) >= 12:
        return _("by %(span)s at most") % {"span": span(*divmod(months, 12))}
    return ngettext("by %(days)d day at most", "by %(days)d days at most", days) % {"days": days}


def _first(first: Commitment | None, today: date) -> str:
    days = -first.days_late(today) if first else 0
    if not days:
        return _("the first of them today")
    return ngettext("the first in %(days)d day", "the first in %(days)d days", days) % {"days": days}
