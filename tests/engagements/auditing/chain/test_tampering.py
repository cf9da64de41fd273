"""Whatever was changed behind the trail is found, by whomever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from engagements.auditing.chain import MOST, Fault, head, verify
from engagements.auditing.heads import keep_head, kept_heads
from engagements.models import AuditEntry
from tests.engagements.auditing.chain.conftest import ENTRY, LINK, behind, commit, write
from tests.engagements.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path


LINKED_AGAIN = """
DO $$
DECLARE last text := ''; one record;
BEGIN
    FOR one IN SELECT l.position, e.* FROM engagements_auditlink l
        JOIN engagements_auditentry e ON e.id = l.entry_id ORDER BY l.position
    LOOP
        SELECT encode(sha256(convert_to(last || E'\\n' || sijill_audit_line(e), 'UTF8')), 'hex') INTO last
            FROM engagements_auditentry e WHERE e.id = one.id;
        UPDATE engagements_auditlink SET hash = last WHERE position = one.position;
    END LOOP;
END $$;
"""
"""What somebody would run who can do everything in the database, to hide what he changed."""


@pytest.mark.parametrize(
    "column",
    [
        "at = at + interval '1 microsecond'",
        "actor_id = 7",
        "actor_name = 'غيره'",
        "action = 'added'",
        "subject_type = 'x'",
        "subject_id = 7",
        "subject_label = 'x'",
        "note = ' '",
        "changes = jsonb_set(changes, '{text,1}', '\"جديد\"')",
        "changes = changes - 'due_on'",
        "address = '203.0.113.9'",
        "request_id = 'x'",
        "via = 'page'",
    ],
)
def test_one_changed_field_of_one_entry_is_found(trail: list[AuditEntry], column: str) -> None:
    behind(f"UPDATE {ENTRY} SET {column} WHERE id = {trail[2].pk}")
    verdict = verify()
    assert [(one.fault, one.entry, one.position) for one in verdict.findings] == [
        (Fault.CHANGED, trail[2].pk, 3)
    ]


def test_a_deleted_entry_is_found(trail: list[AuditEntry]) -> None:
    behind(f"DELETE FROM {ENTRY} WHERE id = {trail[2].pk}")
    assert [(one.fault, one.entry) for one in verify().findings] == [(Fault.DELETED, trail[2].pk)]


def test_an_entry_that_was_deleted_with_its_link_is_found(trail: list[AuditEntry]) -> None:
    behind(
        f"DELETE FROM {ENTRY} WHERE id = {trail[2].pk}", f"DELETE FROM {LINK} WHERE entry_id = {trail[2].pk}"
    )
    assert [(one.fault, one.position) for one in verify().findings] == [(Fault.GAP, 4)]


def test_one_that_moved_up_into_the_gap_is_found(trail: list[AuditEntry]) -> None:
    behind(
        f"DELETE FROM {ENTRY} WHERE id = {trail[4].pk}",
        f"DELETE FROM {LINK} WHERE position = 5",
        f"UPDATE {LINK} SET position = 5 WHERE position = 6",
    )
    assert [(one.fault, one.position) for one in verify().findings] == [(Fault.CHANGED, 5)]


def test_an_entry_that_was_put_in_beside_the_chain_is_found(trail: list[AuditEntry]) -> None:
    behind(
        f"INSERT INTO {ENTRY} (at, actor_name, action, subject_type, subject_label, note, changes)"
        " VALUES (now(), 'م', 'approved', 'x', 'x', '', '{}')"
    )
    assert [one.fault for one in verify().findings] == [Fault.UNLINKED]


def test_two_entries_that_changed_places_are_found(trail: list[AuditEntry]) -> None:
    behind(
        f"UPDATE {LINK} SET entry_id = -1 WHERE position = 2",
        f"UPDATE {LINK} SET entry_id = {trail[1].pk} WHERE position = 5",
        f"UPDATE {LINK} SET entry_id = {trail[4].pk} WHERE position = 2",
    )
    assert [(one.fault, one.position) for one in verify().findings] == [
        (Fault.CHANGED, 2),
        (Fault.CHANGED, 5),
    ]


def test_a_chain_that_was_reckoned_anew_is_found_by_a_kept_head(trail: list[AuditEntry], heads: Path) -> None:
    keep_head(now=NOW)
    behind(f"UPDATE {ENTRY} SET note = 'x' WHERE id = {trail[2].pk}", LINKED_AGAIN)
    assert verify().is_whole
    kept = kept_heads()
    assert [(one.fault, one.position) for one in verify(heads=kept.heads).findings] == [(Fault.REWRITTEN, 6)]


def test_a_chain_that_was_cut_off_is_found_by_a_kept_head(trail: list[AuditEntry], heads: Path) -> None:
    keep_head(now=NOW)
    behind(f"DELETE FROM {ENTRY} WHERE id >= {trail[3].pk}", f"DELETE FROM {LINK} WHERE position > 3")
    assert verify().is_whole
    findings = verify(heads=kept_heads().heads).findings
    assert [(one.fault, one.position) for one in findings] == [(Fault.CUT_OFF, 6)]


def test_a_hash_on_paper_is_enough(trail: list[AuditEntry]) -> None:
    known = head().hash
    assert verify(expect=[f" {known.upper()} "]).is_whole
    behind(f"UPDATE {ENTRY} SET note = 'x' WHERE id = {trail[0].pk}", LINKED_AGAIN)
    assert list(verify(expect=[known]).faults) == [Fault.UNKNOWN_HEAD]


def test_a_guard_that_is_off_or_gone_is_named(trail: list[AuditEntry]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {ENTRY} DISABLE TRIGGER audit_chained")
        cursor.execute(f"DROP TRIGGER audit_append_only ON {ENTRY}")
    assert [one.at for one in verify().findings] == ["audit_append_only", "audit_chained"]


def test_of_very_many_findings_some_are_listed_and_all_counted(trail: list[AuditEntry]) -> None:
    write(MOST)
    commit()
    behind(f"UPDATE {ENTRY} SET note = 'x'")
    verdict = verify()
    assert (len(verdict.findings), verdict.faults) == (MOST, {Fault.CHANGED: MOST + 6})
