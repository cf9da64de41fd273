"""Checks in the database afterwards whether each release was read once and each approval made one engagement."""

from __future__ import annotations

import time
from dataclasses import dataclass

import psycopg

DRAIN_SECONDS = 900
_WAITING = """
    SELECT count(*) FROM ingest_release WHERE source_id > %s AND status IN ('received', 'reading', 'extracting')
"""
_LOST = """
    SELECT count(*) FILTER (WHERE r.status NOT IN ('drafted', 'no_engagement', 'unpacked')),
        count(*) FILTER (WHERE (SELECT count(*) FROM ingest_parserun p
            WHERE p.release_id = r.source_id AND p.status = 'done') <> 1)
    FROM ingest_release r WHERE r.source_id > %s
"""
_APPROVED = """
    SELECT count(*), count(DISTINCT subject_id) FROM engagements_auditentry
    WHERE id > %s AND action = 'approved' AND subject_type = 'engagement'
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """The highest ids before a run."""

    source: int
    entry: int


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts after a run. `drained` are the seconds from the end of the run until the last release was read;
    `unread` ones never were.

    `not_once` releases were not read to the end exactly once. `doubled` approvals are in the trail more than once
    for one engagement. `missing` approvals were confirmed by an answer but are not in the trail (the trail may have
    more than were answered, if a client did not wait for its answer).
    """

    releases: int
    drained: float
    unread: int
    not_once: int
    approvals: int
    doubled: int
    missing: int


def mark(url: str) -> Mark:
    with psycopg.connect(url) as line:
        return Mark(
            _number(line, "SELECT coalesce(max(id), 0) FROM engagements_source"),
            _number(line, "SELECT coalesce(max(id), 0) FROM engagements_auditentry"),
        )


def counted(url: str, since: Mark, *, answered: int) -> Counted:
    """Counts after the run; waits until every release has been read, at most DRAIN_SECONDS."""
    began = time.monotonic()
    with psycopg.connect(url, autocommit=True) as line:
        while _number(line, _WAITING, since.source) and time.monotonic() < began + DRAIN_SECONDS:
            time.sleep(1)
        drained = time.monotonic() - began
        unread, not_once = _row(line, _LOST, since.source)
        releases = _number(line, "SELECT count(*) FROM ingest_release WHERE source_id > %s", since.source)
        approvals, different = _row(line, _APPROVED, since.entry)
    missing = max(0, answered - approvals)
    return Counted(releases, drained, unread, not_once, approvals, approvals - different, missing)


def _row(line: psycopg.Connection, statement: str, *values: int) -> tuple[int, ...]:
    row = line.execute(statement, values).fetchone()
    assert row is not None
    return tuple(row)


def _number(line: psycopg.Connection, statement: str, *values: int) -> int:
    return _row(line, statement, *values)[0]
