"""The state of a release in words, with its icon and colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from ingest.models import HELD, Lane, ParseRun, Release, ReleaseStatus, RunStatus, WayIn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

STEPS = 4
"""Received, read, searched, drafted: what the bar of a line that is under way counts."""


@dataclass(frozen=True, slots=True)
class State:
    """`code` names it for scripts; `group` is what a batch counts: busy, done, again or failed.

    `level` is a colour of the style guide ("" is neutral), `icon` a name of the icon set, `step` the index in STEPS
    of what is under way, 0 if nothing is.
    """

    code: str
    words: str
    icon: str
    level: str = ""
    group: str = "done"
    step: int = 0


def state_of(
    release: Release,
    runs: Sequence[ParseRun],
    *,
    drafts: int,
    pending: int,
    parts: int,
    unread: int = 0,
) -> State:
    """The state of a release with these attempts, drafts (`pending` of them undecided) and files in it, of which
    `unread` could not be read.
    """
    match release.status:
        case ReleaseStatus.FAILED:
            return State("failed", _("Not read"), "triangle-alert", "late", "failed")
        case ReleaseStatus.UNPACKED if unread:
            words = _("Unpacked (%(n)s), not read: %(unread)s") % {"n": parts, "unread": unread}
            return State("unpacked", words, "triangle-alert", "soon")
        case ReleaseStatus.UNPACKED:
            return State("unpacked", _("Unpacked (%(n)s)") % {"n": parts}, "check", "ok")
        case ReleaseStatus.NO_ENGAGEMENT:
            return State("no_engagement", _("No engagement in it"), "circle")
        case ReleaseStatus.DRAFTED if pending:
            return State("drafted", _("Drafted (%(n)s)") % {"n": drafts}, "clock", "soon")
        case ReleaseStatus.DRAFTED:
            return State("reviewed", _("Reviewed"), "check", "ok")
    return _under_way(release, runs)


def _under_way(release: Release, runs: Sequence[ParseRun]) -> State:
    code, words, step = "received", _("Waiting to be read"), 1
    if release.status == ReleaseStatus.EXTRACTING:
        code, words, step = "extracting", _("Being searched for engagements"), 3
    elif release.status == ReleaseStatus.READING and release.lane == Lane.SCAN:
        code, words, step = "recognising", _("Its letters are being recognised"), 2
    elif release.status == ReleaseStatus.READING:
        code, words, step = "reading", _("Being read"), 2
    elif met_a_fault(release, runs):
        code, words = "again_later", _("Waiting for another try")
    elif release.lane == Lane.SCAN:
        code, words = "for_recognition", _("Waiting for recognition")
    icon = "contrast" if release.status in HELD else "clock"
    return State(code, words, icon, "going", "busy", step)


def met_a_fault(release: Release, runs: Sequence[ParseRun]) -> bool:
    """Whether it waits because its last attempt met a passing fault, which `error_params` names."""
    if release.status != ReleaseStatus.RECEIVED or not runs:
        return False
    return runs[-1].status == RunStatus.LOST and bool(runs[-1].error_params)


def next_try(release: Release, runs: Sequence[ParseRun]) -> datetime | None:
    """When the sweep will give it to a worker again; None if it does not wait for that."""
    if not met_a_fault(release, runs):
        return None
    archived = release.way_in == WayIn.ARCHIVE
    wait = settings.REQUEUE_ARCHIVE_AFTER_SECONDS if archived else settings.REQUEUE_AFTER_SECONDS
    return release.enqueued_at + timedelta(seconds=wait)
