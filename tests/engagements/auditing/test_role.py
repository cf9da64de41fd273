"""A real second role of PostgreSQL: the register works under it, and its trail cannot be touched by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.urls import reverse

from engagements.auditing.chain import head, verify
from engagements.models import Action, AuditEntry, AuditLink, Partner, Person
from engagements.services import audit
from engagements.services.aliases import add_alias
from engagements.services.withdrawing import withdraw
from engagements.shelves.tallies import roll_up
from tests.engagements.conftest import NOW
from tests.engagements.uniting import undo, unite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from tests.engagements.conftest import Register

ROLE = "sijill_application"
ENTRY, LINK = AuditEntry._meta.db_table, AuditLink._meta.db_table


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def restricted(register: Register) -> Iterator[None]:
    """From here on the connection is the application's, not the owner's. The role goes with the transaction."""
    run(f"CREATE ROLE {ROLE}")
    call_command("restrict_role", ROLE)
    call_command("restrict_role", ROLE)
    run(f"SET ROLE {ROLE}")
    yield
    run("RESET ROLE")


def test_the_main_jobs_are_done_under_the_role_and_chained(
    register: Register,
    as_role: Callable[[str], Client],
    people: tuple[Person, Person],
    partners: tuple[Partner, Partner],
    restricted: None,
) -> None:
    first, second = people
    add_alias(name=partners[0], text="تمثيل طوكيو", anyway=False, by=register.editor, now=NOW)
    undo(register, unite(register, first, second))
    promised = register.commitment()
    withdraw(engagement=register.engagement(title="يسحب"), by=register.editor, now=NOW)
    roll_up()
    client = as_role("admin")
    for page in ("home", "search", "follow_ups", "audit"):
        assert client.get(reverse(page), {"q": "لقاء"} if page == "search" else {}).status_code == 200
    assert client.get(reverse("follow_up", args=[promised.pk])).status_code == 200
    answer = client.get(reverse("audit_export", args=["csv"]))
    assert "تمثيل طوكيو" in b"".join(answer).decode()

    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert head().position == AuditEntry.objects.count() > 5
    assert {fault.value for fault in verify().faults} <= {"unguarded"}


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {ENTRY} SET note = 'x'",
        f"DELETE FROM {ENTRY}",
        f"TRUNCATE {ENTRY} CASCADE",
        f"UPDATE {LINK} SET hash = 'x'",
        f"INSERT INTO {LINK} (position, entry_id, hash) VALUES (99, 99, 'x')",
        f"DELETE FROM {LINK}",
        f"TRUNCATE {LINK}",
        f"ALTER TABLE {ENTRY} DISABLE TRIGGER audit_append_only",
        f"ALTER TABLE {ENTRY} DISABLE TRIGGER USER",
        f"DROP TRIGGER audit_chained ON {ENTRY}",
        f"ALTER TABLE {ENTRY} ADD COLUMN x int",
        f"DROP TABLE {LINK}",
        "CREATE OR REPLACE FUNCTION sijill_append_only() RETURNS trigger LANGUAGE sql AS ''",
        "CREATE FUNCTION own() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE own (x int)",
        "DELETE FROM django_migrations",
        f"ALTER ROLE {ROLE} SUPERUSER",
        "SET session_replication_role = replica",
        "SELECT sijill_audit_chain()",
    ],
)
def test_nothing_of_the_trail_can_be_touched(restricted: None, statement: str) -> None:
    audit.write(by=None, actor_name="م", action=Action.CHANGED, subject="x", now=NOW)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        run(statement)
    assert isinstance(refused.value, ProgrammingError) or "trigger functions" in str(refused.value)
    assert AuditEntry.objects.count() == AuditLink.objects.count() == 1


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (None, "There is no role"),
        ("SUPERUSER", "is a superuser"),
        ("CREATEROLE", "may make roles"),
        ("BYPASSRLS REPLICATION", "bypasses row security and may replicate"),
        ("IN ROLE {owner}", "owner of the tables"),
    ],
)
def test_a_role_that_could_get_around_it_is_refused(db: None, options: str | None, why: str) -> None:
    if options is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_user)")
            run(f"CREATE ROLE {ROLE} {options.format(owner=cursor.fetchone()[0])}")
    with pytest.raises(CommandError, match=why):
        call_command("restrict_role", ROLE)
