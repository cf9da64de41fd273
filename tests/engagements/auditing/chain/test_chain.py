"""Each entry is a link: what is written, kept and guarded, also when many commit at the same time."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from engagements.auditing.chain import TRIGGERS, Fault, head, verify
from engagements.auditing.heads import keep_head, kept_heads
from engagements.models import Action, AuditEntry, AuditLink, User
from engagements.services import audit
from engagements.tasks import keep_head_of_trail
from tests.engagements.auditing.chain.conftest import ENTRY, LINK, behind, commit, write
from tests.engagements.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings


def test_each_entry_is_a_link_and_the_chain_is_whole(trail: list[AuditEntry]) -> None:
    assert list(AuditLink.objects.order_by("position").values_list("position", "entry_id")) == [
        (position, entry.pk) for position, entry in enumerate(trail, 1)
    ]
    verdict = verify()
    assert (verdict.is_whole, verdict.links, verdict.head) == (True, 6, head())


def test_an_empty_trail_is_whole(guarded: None) -> None:
    verdict = verify()
    assert (verdict.is_whole, verdict.head.position) == (True, 0)


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
