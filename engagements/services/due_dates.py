"""The due date of a follow-up: which dates are allowed, and which one is given by default."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.days import month_end
from engagements.errors import Refusal
from engagements.models import Action, Commitment, DatePrecision, DueBasis
from engagements.permissions import Permission, refuse_without
from engagements.services import audit
from engagements.services.notices import tell_of_changes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from engagements.models import AuditEntry, Engagement, User
    from engagements.services.audit import Changes


EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


def check_due_date(day: date | None) -> None:
    """Raises Refusal for a date before EARLIEST or after LATEST, which can only be a typing error."""
    if day is not None and not EARLIEST <= day <= LATEST:
        raise _too_far()


def moved(day: date, days: int) -> date:
    """The day `days` later. Raises Refusal if that is beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise _too_far() from error


def _too_far() -> Refusal:
    return Refusal(_("The date must lie between 1990 and 2100."), "due_on")


def default_due_date(engagement: Engagement) -> date | None:
    """The due date of a follow-up for which nobody gave one: settings.DEFAULT_DUE_DAYS days after the engagement.

    It counts from the engagement's last possible day. None if the engagement has no date, or if the setting is 0.
    """
    days: int = settings.DEFAULT_DUE_DAYS
    last = last_day(engagement)
    return last + timedelta(days=days) if days and last else None


def last_day(engagement: Engagement) -> date | None:
    """The last day on which the engagement may have been, given how exactly its date is known. None without a date."""
    day = engagement.date_end or engagement.date
    if day is None:
        return None
    match engagement.date_precision:
        case DatePrecision.MONTH:
            return month_end(day)
        case DatePrecision.YEAR:
            return date(day.year, 12, 31)
    return day


def move_defaults(*, engagement: Engagement, by: User, now: datetime) -> list[AuditEntry]:
    """Moves the default due dates of open follow-ups after the engagement's date was changed.

    To be called in the same transaction. Due dates that somebody stated or set stay.
    """
    due_on = default_due_date(engagement)
    rows = engagement.commitments.open().filter(due_basis=DueBasis.DEFAULT).exclude(due_on=due_on)
    if not settings.DEFAULT_DUE_DAYS:
        return []
    basis = DueBasis.DEFAULT if due_on else DueBasis.NONE
    entries = []
    for one in rows.select_for_update(of=("self",)).order_by("pk"):
        changes: Changes = {"due_on": (one.due_on, due_on)}
        if basis != one.due_basis:
            changes = {**changes, "due_basis": (one.due_basis, basis)}
        Commitment.objects.filter(pk=one.pk).update(due_on=due_on, due_basis=basis)
        entries.append(audit.write(by=by, action=Action.CHANGED, subject=one, now=now, changes=changes))
    tell_of_changes(entries=entries)
    return entries


def undated() -> QuerySet[Commitment]:
    """Open follow-ups without a due date that could get one by default; none if DEFAULT_DUE_DAYS is 0."""
    rows = Commitment.objects.open().filter(due_on=None, engagement__date__isnull=False).order_by("pk")
    return rows if settings.DEFAULT_DUE_DAYS else rows.none()


@transaction.atomic
def give_default_due_dates(*, numbers: Iterable[int], by: User, now: datetime) -> int:
    """Gives those of these follow-ups that are `undated` their default due date. Returns how many.

    Raises Refused if `by` may not.
    """
    refuse_without(Permission.MANAGE_COMMITMENTS, by)
    rows = undated().filter(pk__in=list(numbers)).select_related("engagement")
    given = list(rows.select_for_update(of=("self",)))
    for one in given:
        one.due_on = default_due_date(one.engagement)
        one.due_basis = DueBasis.DEFAULT
    Commitment.objects.bulk_update(given, ["due_on", "due_basis"])
    for one in given:
        changes = {"due_on": (None, one.due_on), "due_basis": (DueBasis.NONE, DueBasis.DEFAULT)}
        audit.write(by=by, action=Action.CHANGED, subject=one, now=now, changes=changes)
    return len(given)
