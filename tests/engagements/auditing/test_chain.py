"""Whatever was changed behind the trail is found, by whomever."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from engagements.auditing.chain import MOST, TRIGGERS, Fault, head, verify
from engagements.auditing.heads import keep_head, kept_heads
from engagements.models import Action, AuditEntry, AuditLink, User
from engagements.services import audit
from engagements.tasks import keep_head_of_trail
from tests.engagements.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings

ENTRY = "engagements_auditentry"
LINK = "engagements_auditlink"
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


def write(number: int = 1) -> list[AuditEntry]:
    changes = {"text": (None, "قديم"), "due_on": (NOW.date(), None)}
    return [
        audit.write(
            by=None, actor_name="م", action=Action.CHANGED, subject=f"سطر {n}", now=NOW, changes=changes
        )
        for n in range(number)
    ]


def commit() -> None:
    """What the database does at a commit, which a test within a transaction never comes to."""
    connection.check_constraints()


def behind(*statements: str) -> None:
    """As a superuser who switches every guard off."""
    with connection.cursor() as cursor:
        for table in (ENTRY, LINK):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        connection.check_constraints()
        for table in (ENTRY, LINK):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def guarded(db: None) -> None:
    """With the guards too that are switched off for tests of other kinds (tests/conftest.py)."""
    behind()


@pytest.fixture
def trail(guarded: None) -> list[AuditEntry]:
    entries = write(6)
    commit()
    return entries


@pytest.fixture
def heads(settings: Settings, tmp_path: Path) -> Path:
    settings.AUDIT_HEADS = tmp_path / "kept" / "heads.jsonl"
    return tmp_path / "kept" / "heads.jsonl"


def test_each_entry_is_a_link_and_the_chain_is_whole(trail: list[AuditEntry]) -> None:
    assert list(AuditLink.objects.order_by("position").values_list("position", "entry_id")) == [
        (position, entry.pk) for position, entry in enumerate(trail, 1)
    ]
    verdict = verify()
    assert (verdict.is_whole, verdict.links, verdict.head) == (True, 6, head())


def test_an_empty_trail_is_whole(guarded: None) -> None:
    verdict = verify()
    assert (verdict.is_whole, verdict.head.position) == (True, 0)


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


def test_every_field_of_an_entry_is_in_its_link() -> None:
    """A column that comes to the trail has to come to the chain: the test above shows each."""
    assert {field.column for field in AuditEntry._meta.concrete_fields} == {
        "id",
        "at",
        "actor_id",
        "actor_name",
        "action",
        "subject_type",
        "subject_id",
        "subject_label",
        "note",
        "changes",
        "address",
        "request_id",
        "via",
    }


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


@pytest.mark.parametrize("table", [ENTRY, LINK])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_change_either_table(
    trail: list[AuditEntry], table: str, statement: str
) -> None:
    column = "note" if table == ENTRY else "hash"
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, column, column))


def test_heads_are_kept_once_each_and_no_line_of_theirs_can_be_changed(
    trail: list[AuditEntry], heads: Path, settings: Settings
) -> None:
    keep_head(now=NOW)
    keep_head(now=NOW)
    write()
    commit()
    keep_head_of_trail()
    write()
    commit()
    keep_head(now=NOW + timedelta(hours=1))
    lines = heads.read_text().splitlines()
    assert [json.loads(line)["position"] for line in lines] == [6, 7, 8]
    assert (sorted(kept_heads().heads), kept_heads().forged) == ([6, 7, 8], [])

    heads.write_text(
        "\n".join([lines[0], lines[1].replace('"position": 7', '"position": 5'), lines[2]]) + "\n"
    )
    assert kept_heads().forged == [2]
    heads.write_text(f"{lines[0]}\n{lines[2]}\n")
    assert kept_heads().forged == [2]
    heads.write_text("nonsense\n[1]\n\n")
    assert kept_heads().forged == [1, 2, 3]

    heads.write_text("\n".join(lines) + "\n")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key since then"
    assert kept_heads().forged == []
    settings.SECRET_KEY_FALLBACKS = []
    assert kept_heads().forged == [1, 2, 3]


def test_the_command_says_so_in_words_and_by_its_exit_code(trail: list[AuditEntry], heads: Path) -> None:
    said = StringIO()
    call_command("verify_audit", stdout=said, language="en")
    assert "6 links reckoned again, 0 kept heads compared." in said.getvalue()
    assert "No head was kept elsewhere" in said.getvalue()
    assert head().hash in said.getvalue()
    assert sorted(kept_heads().heads) == [6]

    behind(f"UPDATE {ENTRY} SET note = 'x' WHERE id = {trail[2].pk}")
    said = StringIO()
    with pytest.raises(CommandError, match="changed behind the register") as refused:
        call_command("verify_audit", stdout=said, language="en", expect=["0" * 64])
    assert refused.value.returncode == 1
    assert f"entry {trail[2].pk} (link 3) or its link was changed" in said.getvalue()
    assert f"the hash {'0' * 64} that was expected is nowhere in the chain" in said.getvalue()

    heads.write_text("nonsense\n")
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=said, language="en")
    assert "line 1 of the kept heads was not signed" in said.getvalue()


def test_a_user_who_goes_leaves_his_name_in_a_whole_trail(guarded: None) -> None:
    user = User.objects.create(username="leaving", first_name="سالم", last_name="القماطي")
    audit.write(by=user, action=Action.CHANGED, subject="x", now=NOW)
    number = user.pk
    user.delete()
    commit()
    entry = AuditEntry.objects.get()
    assert (entry.actor_id, entry.actor_name) == (number, "سالم القماطي")
    assert verify().is_whole


@pytest.mark.django_db(transaction=True)
def test_commits_at_the_same_time_make_one_chain_in_their_order() -> None:
    """On connections of their own; both hold entries that are not committed before either commits."""
    both = threading.Barrier(2)
    faults: list[BaseException] = []

    def commits() -> None:
        try:
            for _round in range(8):
                with transaction.atomic():
                    write(3)
                    both.wait(timeout=20)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=commits) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not faults
    verdict = verify()
    assert {fault for fault in verdict.faults if fault != Fault.UNGUARDED} == set()
    assert (verdict.links, verdict.head.position) == (48, 48)

    with pytest.raises(OperationalError, match="could not serialize"):
        _write_on_an_old_snapshot()
    assert (AuditEntry.objects.count(), head().position) == (49, 49)


def _write_and_go() -> None:
    write()
    connections.close_all()


@transaction.atomic
def _write_on_an_old_snapshot() -> None:
    """From before another's commit, it cannot know where the chain goes on: it fails, and nothing is left of it."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(f"SELECT count(*) FROM {LINK}")
    other = threading.Thread(target=_write_and_go)
    other.start()
    other.join(timeout=20)
    write()


def test_the_guards_that_are_looked_for_are_those_there_are(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN (%s::regclass, %s::regclass)",
            [ENTRY, LINK],
        )
        assert {name for (name,) in cursor.fetchall()} == TRIGGERS
