"""The attempts to read a release, in words: when, how long, with which reader, and how each ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ingest.models import ParseRun, ReleaseStatus, RunStatus
from ingest.releases.errors import explain, reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from ingest.releases.listing import Entry


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line of the table. `took` is empty while it runs; `level` is a colour of the style guide."""

    run: ParseRun
    took: str
    outcome: str
    level: str


def lasting(time: timedelta) -> str:
    """A duration in words: tenths of seconds below ten seconds, then whole seconds, then minutes."""
    seconds = time.total_seconds()
    if seconds < 10:
        return _("%(n)s s") % {"n": f"{seconds:.1f}"}
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return _("%(n)s s") % {"n": rest}
    return _("%(m)s min %(n)s s") % {"m": minutes, "n": rest}


def attempts_of(entry: Entry) -> list[Attempt]:
    """All attempts, the first one first."""
    runs = list(entry.release.runs.all())
    drafts = Counter(draft.run_id for draft in entry.drafts)
    return [_attempt(entry, run, drafts, last=run is runs[-1]) for run in runs]


def _attempt(entry: Entry, run: ParseRun, drafts: Mapping[int, int], *, last: bool) -> Attempt:
    took = lasting(run.ended_at - run.started_at) if run.ended_at else ""
    match run.status:
        case RunStatus.RUNNING:
            return Attempt(run, took, _("Under way"), "going")
        case RunStatus.FAILED:
            return Attempt(run, took, explain(run.error_code, run.error_params).what, "late")
        case RunStatus.LOST:
            return Attempt(run, took, _broken_off(run), "soon")
    return Attempt(run, took, _done(entry, drafts.get(run.pk, 0), last=last), "ok")


def _broken_off(run: ParseRun) -> str:
    """Why it was broken off. A passing fault is named in the parameters; a worker that died leaves none."""
    if run.error_params:
        return _("Broke off, to be tried again: %(why)s") % {"why": reason("storage").what}
    return _("Broke off: the worker stopped. Another one takes over by itself.")


def _done(entry: Entry, drafts: int, *, last: bool) -> str:
    if drafts:
        return ngettext("%(n)d draft", "%(n)d drafts", drafts) % {"n": drafts}
    if last and entry.release.status == ReleaseStatus.UNPACKED:
        return _("Unpacked (%(n)s)") % {"n": entry.parts}
    if last and entry.busy:
        return _("A scan: handed over, for its letters to be recognised")
    return _("Read") if entry.drafts or not last else _("No engagement found")
