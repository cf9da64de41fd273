"""What each connection tells PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.mark.django_db(transaction=True)
def test_no_statement_takes_several_processors_from_others() -> None:
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, source FROM pg_settings WHERE name IN ('jit', 'max_parallel_workers_per_gather')"
        )
        assert dict(cursor.fetchall()) == {"jit": "session", "max_parallel_workers_per_gather": "session"}
        cursor.execute("SELECT current_setting('jit'), current_setting('max_parallel_workers_per_gather')")
        assert cursor.fetchone() == ("off", "0")
