"""The services that a machine without any gets."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.mark.django_db
def test_trigrams_are_found_in_arabic() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("SELECT similarity(%s, %s)", ["محمد", "محمود"])
        assert cursor.fetchone()[0] == pytest.approx(0.375)
