"""Counts open follow-ups by lateness, country and owner in one query that reads the rows once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import EmptyResultSet
from django.db import connection

from engagements.follow_ups.linked import OpenAndOverdue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from engagements.models.commitment_queries import CommitmentQuerySet

UNDATED = -1
# Rows are grouped by the raw columns first, which an index has in this order; the rest works on some hundred groups
# instead of each row.
_BY_OWNER_AND_AGE = """
    SELECT 'by', CASE WHEN owner_key >= '4:' THEN left(owner_key, 2) ELSE owner_key END, age, sum(n)::bigint, 0
    FROM (
        SELECT owner_key, coalesce(width_bucket(due_on, %s::date[]), %s) AS age, count(*) AS n
        FROM few GROUP BY 1, 2
    ) grouped GROUP BY 2, 3
"""
# Of a row's facts (`country=JP`, partners, topics) only the countries.
_BY_COUNTRY = """
    SELECT 'country', substr(fact, 9), 0, count(*), count(due_on) FILTER (WHERE due_on < %s)
    FROM (SELECT due_on, unnest(about) COLLATE "C" AS fact FROM few) told
    WHERE fact >= 'country=' AND fact < 'country>' GROUP BY 2
"""


@dataclass(frozen=True, slots=True)
class StillOpen:
    """The counts. `ages`: by bucket of the due date: 0 before the first day asked for, 1 from that day on, and so
    on; UNDATED without a due date. `countries`: by code, a follow-up counts for each. `owners`: by `owner_key`; all
    that are named only in words are together under `4:`.
    """

    ages: dict[int, int] = field(default_factory=dict)
    countries: dict[str, OpenAndOverdue] = field(default_factory=dict)
    owners: dict[str, OpenAndOverdue] = field(default_factory=dict)


def still_open(
    rows: CommitmentQuerySet, *, today: date, days: Sequence[date], by_country: bool = True
) -> StillOpen:
    """Counts the open ones of `rows`. `days` ascend and end with `today`. Without `by_country` the query leaves the
    countries out.
    """
    columns = ["owner_key", "due_on", *(["about"] if by_country else [])]
    asked = rows.open().order_by().values_list(*columns)
    try:
        sql, params = asked.query.sql_with_params()
    except EmptyResultSet:
        return StillOpen()
    # Only our own SQL is put together here; values go in as parameters.
    parts, values = [_BY_OWNER_AND_AGE], [*params, list(days), UNDATED]
    if by_country:
        parts.append(_BY_COUNTRY)
        values.append(today)
    found = StillOpen()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH few AS ({sql}) {' UNION ALL '.join(parts)}", values)
        for what, key, age, n, late in cursor.fetchall():
            if what == "country":
                found.countries[key] = (n, late)
                continue
            found.ages[age] = found.ages.get(age, 0) + n
            before, late_before = found.owners.get(key, (0, 0))
            found.owners[key] = (before + n, late_before + (n if 0 <= age < len(days) else 0))
    return found
