"""Functions of the database that are made from Python's tables are the ones that today's tables make."""

from __future__ import annotations

import pytest
from django.db import connection

from engagements.twins import folding as folding_sql
from engagements.twins import lexemes as lexemes_sql
from engagements.twins import sounds as sounds_sql

TWINS = {
    "sijill_fold": folding_sql.create,
    "sijill_lexemes": lexemes_sql.create,
    "sijill_sounds": sounds_sql.create,
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", TWINS)
def test_the_migrations_hold_what_the_tables_make(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [name])
        (kept,) = cursor.fetchall()
    _head, body, _end = TWINS[name]().split("$$")
    assert kept == (body,), "the tables were changed: a new migration has to hold what they make now"
