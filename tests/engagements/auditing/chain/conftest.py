"""A trail whose chain is guarded, and ways to change it behind the guards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from engagements.models import Action, AuditEntry
from engagements.services import audit
from tests.engagements.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings

ENTRY = "engagements_auditentry"
LINK = "engagements_auditlink"


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
