"""Checks whether the trail was tampered with: the hash of every link is computed again from its entry.

The hashes are computed by SQL that stands here, not by the database's own function, which somebody who changes the
trail could change too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST = 200
"""The most findings of one kind that are listed; all are counted."""
TRIGGERS = frozenset(
    {
        "audit_append_only",
        "audit_chained",
        "audit_not_truncated",
        "audit_link_append_only",
        "audit_link_not_truncated",
    }
)


class Fault(models.TextChoices):
    """The kinds of faults."""

    CHANGED = "changed", _("entry %(entry)s (link %(position)s) or its link was changed")
    DELETED = "deleted", _("entry %(entry)s is gone; only its link %(position)s is left")
    UNLINKED = "unlinked", _("entry %(entry)s was put in beside the chain: it has no link")
    GAP = "gap", _("links before %(position)s are missing")
    CUT_OFF = "cut_off", _("the chain was cut off before link %(position)s, which was there on %(at)s")
    REWRITTEN = "rewritten", _("the chain was written anew: link %(position)s was another on %(at)s")
    FORGED = "forged", _("line %(position)s of the kept heads was not signed with this installation's key")
    UNKNOWN_HEAD = "unknown_head", _("the hash %(at)s that was expected is nowhere in the chain")
    UNGUARDED = "unguarded", _("the database's guard %(at)s is missing or switched off")


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `at` is what the sentence of the fault needs there: a time, a hash or the name of a trigger."""

    fault: Fault
    position: int = 0
    entry: int = 0
    at: str = ""

    def __str__(self) -> str:
        words = {"entry": self.entry, "position": self.position, "at": self.at}
        return str(self.fault.label) % words


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of the chain at a moment; `at` is the time in ISO form. Position 0 means that there is no link
    yet.
    """

    position: int
    hash: str
    at: str = ""


@dataclass(slots=True)
class Verdict:
    """The result of a check: how many `links` and kept `heads` were checked. `faults` counts all faults of each
    kind, `findings` has the first MOST of each.
    """

    head: Head
    links: int = 0
    heads: int = 0
    findings: list[Finding] = field(default_factory=list)
    faults: dict[Fault, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return not self.faults

    def add(self, fault: Fault, found: Iterable[Finding], total: int) -> None:
        if total:
            self.faults[fault] = self.faults.get(fault, 0) + total
            self.findings += found


def head() -> Head:
    """The last link of the chain now."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        row = cursor.fetchone()
    return Head(*row) if row else Head(0, "")


def verify(*, heads: Mapping[int, Head] | None = None, expect: Sequence[str] = ()) -> Verdict:
    """Checks the whole chain, on one snapshot of the database. `heads` are those kept elsewhere, by position;
    `expect` are hashes that have to be in the chain.
    """
    with transaction.atomic():
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        verdict = Verdict(head())
        _reckon(verdict)
        _unlinked(verdict)
        _kept(verdict, heads or {})
        _guards(verdict)
        _expected(verdict, [one.strip().lower() for one in expect])
    return verdict


def _reckon(verdict: Verdict) -> None:
    verdict.links = _rows("SELECT count(*) FROM engagements_auditlink")[0][0]
    by_fault: dict[Fault, list[Finding]] = {}
    for position, entry, fault in _rows(_BROKEN):
        by_fault.setdefault(Fault(fault), []).append(Finding(Fault(fault), position, entry))
    for fault, found in by_fault.items():
        verdict.add(fault, found[:MOST], len(found))


def _unlinked(verdict: Verdict) -> None:
    found = _rows(_UNLINKED)
    some = [Finding(Fault.UNLINKED, entry=number) for (number,) in found[:MOST]]
    verdict.add(Fault.UNLINKED, some, len(found))


def _kept(verdict: Verdict, heads: Mapping[int, Head]) -> None:
    """Compares the chain with the heads kept elsewhere. Of those that differ, the first is listed: it says from
    where on the chain was changed.
    """
    verdict.heads = len(heads)
    positions = sorted(heads)
    there = dict(_rows(_AT, [positions]))
    for fault, wrong in (
        (Fault.REWRITTEN, [one for one in positions if one in there and there[one] != heads[one].hash]),
        (Fault.CUT_OFF, [one for one in positions if one not in there]),
    ):
        first = [Finding(fault, one, at=heads[one].at) for one in wrong[:1]]
        verdict.add(fault, first, len(wrong))


def _expected(verdict: Verdict, hashes: list[str]) -> None:
    there = {one for (one,) in _rows(_KNOWN, [hashes])}
    unknown = [Finding(Fault.UNKNOWN_HEAD, at=one) for one in hashes if one not in there]
    verdict.add(Fault.UNKNOWN_HEAD, unknown, len(unknown))


def _guards(verdict: Verdict) -> None:
    on = {name for (name,) in _rows(_ON)}
    off = [Finding(Fault.UNGUARDED, at=name) for name in sorted(TRIGGERS - on)]
    verdict.add(Fault.UNGUARDED, off, len(off))


def _rows(sql: str, arguments: list[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return list(cursor.fetchall())


_HEAD = "SELECT position, hash FROM engagements_auditlink ORDER BY position DESC LIMIT 1"
_KNOWN = "SELECT hash FROM engagements_auditlink WHERE hash = ANY(%s)"
_AT = "SELECT position, hash FROM engagements_auditlink WHERE position = ANY(%s)"
_UNLINKED = """
SELECT e.id FROM engagements_auditentry e LEFT JOIN engagements_auditlink l ON l.entry_id = e.id
WHERE l.entry_id IS NULL ORDER BY e.id
"""
_BROKEN = """
SELECT position, entry_id, fault FROM (
    SELECT l.position, l.entry_id, CASE
        WHEN l.position <> l.last + 1 THEN 'gap'
        WHEN e.id IS NULL THEN 'deleted'
        WHEN l.hash <> encode(sha256(convert_to(l.before || E'\\n' || jsonb_build_array(
            e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_id, e.actor_name, e.action, e.subject_type,
            e.subject_id, e.subject_label, e.note, e.changes, host(e.address), e.request_id, e.via
        )::text, 'UTF8')), 'hex') THEN 'changed'
    END AS fault
    FROM (
        SELECT position, entry_id, hash,
            lag(position, 1, 0::bigint) OVER links AS last, lag(hash, 1, '') OVER links AS before
        FROM engagements_auditlink WINDOW links AS (ORDER BY position)
    ) AS l LEFT JOIN engagements_auditentry e ON e.id = l.entry_id
) AS reckoned
WHERE fault IS NOT NULL ORDER BY position
"""
_ON = """
SELECT tgname::text FROM pg_trigger
WHERE tgrelid IN ('engagements_auditentry'::regclass, 'engagements_auditlink'::regclass)
    AND NOT tgisinternal AND tgenabled IN ('O', 'A')
"""
