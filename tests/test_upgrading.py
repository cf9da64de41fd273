"""Whether each migration can run while the version before it goes on serving (docs/operations.md, "Upgrades")."""

from __future__ import annotations

import ast
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

FIELDS = "engagements.models.folded"
"""A class of fields has to be where the migrations find it."""
OURS = ("engagements", "ingest", "accounts")
BEGINNINGS = {"0001_register", "0001_releases_and_drafts", "0001_invitations_and_sessions"}
"""They make an empty register: nothing serves meanwhile."""
HARMLESS = {
    (
        "engagements",
        "0029_where_an_entry_comes_from",
    ): "a column of text becomes longer, which rewrites nothing",
    (
        "engagements",
        "0034_one_arabic_name_under_a_unit",
    ): "a table of a few dozen rows; two alike are refused at once",
}
"""What the linter refuses and the version before can live with, and why."""


def _names() -> list[tuple[str, str]]:
    return sorted(
        (app, name)
        for app, name in MigrationLoader(connection).disk_migrations
        if app in OURS and name not in BEGINNINGS
    )


@pytest.fixture
def linter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[MigrationLinter]:
    """In no transaction, for some migrations want none; it only reads."""
    logging.disable(logging.INFO)
    with django_db_blocker.unblock():
        yield MigrationLinter(path=".", no_cache=True)
    logging.disable(logging.NOTSET)


def test_the_version_before_can_serve_while_the_tables_change(linter: MigrationLinter) -> None:
    refused = {
        (app, name)
        for app, name in _names()
        if analyse_sql_statements(linter.sql_analyser_class, linter.get_sql(app, name), [])[0]
    }
    assert refused == set(HARMLESS)


def test_the_linter_refuses_what_the_version_before_cannot_live_with(linter: MigrationLinter) -> None:
    statements = ['ALTER TABLE "engagements_engagement" DROP COLUMN "title" CASCADE']
    errors, _ignored, _warned = analyse_sql_statements(linter.sql_analyser_class, statements, [])
    assert [error.code for error in errors] == ["DROP_COLUMN"]


def test_a_migration_uses_nothing_that_may_change_after_it() -> None:
    """What it says is written in it: a table of an earlier version is not made by the code of today."""
    root = Path(settings.BASE_DIR)
    found = [
        f"{path.relative_to(root)}: {name}"
        for app in OURS
        for path in sorted((root / app / "migrations").rglob("*.py"))
        for name in _imported(path)
        if name.split(".")[0] in OURS and ".migrations" not in name and name != FIELDS
    ]
    assert found == []


def _imported(path: Path) -> list[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    named = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return named + [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
