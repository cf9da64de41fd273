"""Makes calendar entries (RFC 5545) of follow-ups and engagements, for the feed and for files of the list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Todo

from engagements.models import CommitmentStatus, Confidentiality, DatePrecision, EngagementStatus, Revision
from engagements.wording import gregorian

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from icalendar import Component

    from engagements.models import Commitment, Engagement

PRODUCT = "-//Sijill//Register of engagements//AR"
_TODO_STATUS = {
    CommitmentStatus.OPEN: "NEEDS-ACTION",
    CommitmentStatus.IN_PROGRESS: "IN-PROCESS",
    CommitmentStatus.DONE: "COMPLETED",
    CommitmentStatus.DROPPED: "CANCELLED",
}
_EVENT_STATUS = {
    EngagementStatus.PLANNED: "TENTATIVE",
    EngagementStatus.HELD: "CONFIRMED",
    EngagementStatus.CANCELLED: "CANCELLED",
}
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Stamp:
    """How often a record was changed in what a calendar shows of it, and when last."""

    revision: int
    at: datetime


class Stamps:
    """The stamps of these records; one query for all. The engagements of the commitments must be prefetched."""

    def __init__(self, commitments: Sequence[Commitment], engagements: Sequence[Engagement] = ()) -> None:
        numbers = {
            Revision.COMMITMENT: {one.pk for one in commitments},
            Revision.ENGAGEMENT: {one.engagement_id for one in commitments} | {one.pk for one in engagements},
        }
        self._known = {(row.kind, row.number): row for row in Revision.objects.of(numbers)}

    def of_engagement(self, engagement: Engagement) -> Stamp:
        kept = self._known.get((Revision.ENGAGEMENT, engagement.pk))
        if kept is None:
            return Stamp(0, engagement.approved_at)
        return Stamp(kept.revision, max(kept.changed_at, engagement.approved_at))

    def of_commitment(self, commitment: Commitment) -> Stamp:
        """The stamp of a follow-up counts the changes of its engagement too, because the entry shows both."""
        theirs = self.of_engagement(commitment.engagement)
        kept = self._known.get((Revision.COMMITMENT, commitment.pk))
        if kept is None:
            return theirs
        return Stamp(kept.revision + theirs.revision, max(kept.changed_at, theirs.at))


def written(name: str, entries: Iterable[Component]) -> bytes:
    """The calendar file with these entries: lines of at most 75 octets, no character cut in two."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", _plain(name))
    for entry in entries:
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def todo_of(commitment: Commitment, *, stamps: Stamps, root: str) -> Todo:
    """A follow-up as a task, in the active language; `root` is the address of the register, without a slash at its
    end.

    A dropped one is sent as CANCELLED, so that calendar programs remove it.
    """
    entry = Todo()
    _begin(entry, f"follow-up-{commitment.pk}", stamps.of_commitment(commitment))
    entry.add("SUMMARY", _plain(commitment.text))
    if commitment.due_on:
        entry.add("DUE", commitment.due_on)
    entry.add("STATUS", _TODO_STATUS[CommitmentStatus(commitment.status)])
    if commitment.status == CommitmentStatus.DONE:
        entry.add("PERCENT-COMPLETE", 100)
    _about(entry, commitment, root)
    return entry


def due_event_of(commitment: Commitment, *, stamps: Stamps, root: str) -> Event | None:
    """A follow-up as an all-day event on its due date, for programs that show no tasks; None without a due date.

    Its UID differs from that of the task: who subscribes to both gets two entries, not one that changes its kind.
    """
    if commitment.due_on is None:
        return None
    entry = Event()
    _begin(entry, f"follow-up-{commitment.pk}-due", stamps.of_commitment(commitment))
    done = commitment.status == CommitmentStatus.DONE
    entry.add(
        "SUMMARY", _plain((_("Done: %(text)s") if done else _("Due: %(text)s")) % {"text": commitment.text})
    )
    entry.add("DTSTART", commitment.due_on)
    entry.add("DTEND", commitment.due_on + timedelta(days=1))
    entry.add("STATUS", "CANCELLED" if commitment.status == CommitmentStatus.DROPPED else "CONFIRMED")
    entry.add("TRANSP", "TRANSPARENT")
    _about(entry, commitment, root)
    return entry


def event_of(engagement: Engagement, *, stamps: Stamps, root: str) -> Event | None:
    """An engagement as an all-day event; None if its day is not known."""
    if engagement.date is None or engagement.date_precision != DatePrecision.DAY:
        return None
    entry = Event()
    _begin(entry, f"engagement-{engagement.pk}", stamps.of_engagement(engagement))
    entry.add("SUMMARY", _plain(engagement.title))
    entry.add("DTSTART", engagement.date)
    entry.add("DTEND", (engagement.date_end or engagement.date) + timedelta(days=1))
    entry.add("STATUS", _EVENT_STATUS[EngagementStatus(engagement.status)])
    entry.add("TRANSP", "TRANSPARENT")
    place = " · ".join(filter(None, [engagement.city, engagement.country.name if engagement.country else ""]))
    if place:
        entry.add("LOCATION", _plain(place))
    kind = str(engagement.get_kind_display())
    _end(entry, [kind, engagement.summary], root + engagement.get_absolute_url(), engagement)
    return entry


def _begin(entry: Component, name: str, stamp: Stamp) -> None:
    # The UID must never change, so it does not contain the address of the register.
    entry.add("UID", f"{name}@sijill-{settings.HOME_COUNTRY.lower()}")
    entry.add("DTSTAMP", stamp.at)
    entry.add("LAST-MODIFIED", stamp.at)
    entry.add("SEQUENCE", stamp.revision)


def _about(entry: Component, commitment: Commitment, root: str) -> None:
    engagement = commitment.engagement
    met = " · ".join(filter(None, [engagement.title, gregorian(engagement.date, engagement.date_precision)]))
    _end(entry, [commitment.owner, met], root + reverse("follow_up", args=[commitment.pk]), engagement)


def _end(entry: Component, lines: Sequence[str], address: str, engagement: Engagement) -> None:
    entry.add("DESCRIPTION", _plain("\n".join(filter(None, [*lines, address]))))
    entry.add("URL", address)
    if engagement.confidentiality == Confidentiality.RESTRICTED:
        entry.add("CLASS", "CONFIDENTIAL")


def _plain(text: str) -> str:
    """The text without the control characters that calendars do not allow; line ends stay."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\u2028", "\n"))
