"""A database that does not know Arabic letters is not filled."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connections
from psycopg import sql

from config.alphabet import what_is_wrong

NAME = "sijill_other_letters"


@pytest.fixture(params=["ENCODING 'UTF8' LOCALE 'C'", "ENCODING 'LATIN1' LOCALE 'C'"])
def strange(request: pytest.FixtureRequest, db: None) -> Iterator[psycopg.Connection]:
    """A line to an empty database that was made so."""
    given = connections["default"].get_connection_params()
    known = {key: given[key] for key in ("host", "port", "user", "password") if given.get(key)}
    name = sql.Identifier(NAME)
    with psycopg.connect(**known, dbname=given["dbname"], autocommit=True) as line:
        line.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        line.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 " + request.param).format(name))
        try:
            with psycopg.connect(**known, dbname=NAME) as other:
                yield other
        finally:
            line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def test_what_is_wrong_with_the_locale_or_the_encoding_is_said(strange: psycopg.Connection) -> None:
    with strange.cursor() as cursor:
        wrong = what_is_wrong(cursor)
    assert NAME in wrong
    assert ("LATIN1" in wrong) != ("no letters" in wrong)


@pytest.mark.django_db
def test_a_database_that_knows_arabic_passes() -> None:
    call_command("check", "--database", "default", stdout=StringIO())


@pytest.mark.django_db
def test_migrate_refuses_one_that_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.alphabet.what_is_wrong", lambda cursor: "No letters.")
    with pytest.raises(SystemCheckError, match="No letters"):
        call_command("migrate", skip_checks=False, stdout=StringIO(), stderr=StringIO())
