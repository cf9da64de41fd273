"""Many writes on one engagement; what is derived of it (migrations/register/derived.sql) is worked out once."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def derived_once() -> Iterator[list[int]]:
    """Inside, the triggers leave what is derived alone; at the end that of the engagements whose numbers were put into
    the list is worked out. Only for writes that touch no other engagement. Whatever is raised undoes all of it.
    """
    touched: list[int] = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL sijill.derive = 'later'")
        yield touched
        cursor.execute(_NOW_MANY if len(touched) > MANY else _NOW, [touched, touched])


MANY = 100
_NOW = "SET LOCAL sijill.derive = 'now'; SELECT sijill_derive(%s::bigint[]), sijill_index(%s::bigint[])"
# Of an array in general the planner believes that it holds ten. The checks of each row are not to be planned anew.
_NOW_MANY = f"SET LOCAL plan_cache_mode = force_custom_plan; {_NOW}; SET LOCAL plan_cache_mode = auto"
