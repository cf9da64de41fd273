"""What tests leave in the tables is swept away between them."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from engagements.models import Source
from tests import leftovers


def _pages() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('engagements_source') / 8192")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_rows_that_were_rolled_back_are_swept_away() -> None:
    leftovers.sweep()
    with transaction.atomic():
        Source.objects.bulk_create(Source(text="x" * 1000) for _ in range(leftovers.PAGES * 8))
        transaction.set_rollback(True)
    assert _pages() >= leftovers.PAGES
    assert "engagements_source" in leftovers.sweep()
    assert _pages() == 0
