"""Computes what is derived of an engagement (migrations/register/derived.sql) once for many writes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def derived_once() -> Iterator[list[int]]:
    """Within the block, triggers do not compute derived rows. At its end they are computed for the engagements whose
    numbers the caller has put into the list.

    Only for writes that touch no other engagements. Any exception rolls everything back.
    """
    touched: list[int] = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL sijill.derive = 'later'")
        yield touched
        cursor.execute(_NOW_MANY if len(touched) > MANY else _NOW, [touched, touched])


MANY = 100
_NOW = "SET LOCAL sijill.derive = 'now'; SELECT sijill_derive(%s::bigint[]), sijill_index(%s::bigint[])"
# For an array parameter the planner assumes ten elements. The checks of each row must not be planned anew.
_NOW_MANY = f"SET LOCAL plan_cache_mode = force_custom_plan; {_NOW}; SET LOCAL plan_cache_mode = auto"
