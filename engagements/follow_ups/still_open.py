"""What is still open, put together by how late it is, by country and by who must act: one query reads it once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import EmptyResultSet
from django.db import connection

from engagements.follow_ups.linked import Counts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from engagements.models.commitment_queries import CommitmentQuerySet

UNDATED = -1
# Grouped by the columns themselves before anything is made of them: an index has them in this order, and what is shown
# is made of some hundred groups and not of each row.
_BY_OWNER_AND_AGE = """
    SELECT 'by', CASE WHEN owner_key >= '4:' THEN left(owner_key, 2) ELSE owner_key END, age, sum(n)::bigint, 0
    FROM (
        SELECT owner_key, coalesce(width_bucket(due_on, %s::date[]), %s) AS age, count(*) AS n
        FROM few GROUP BY 1, 2
    ) grouped GROUP BY 2, 3
"""
# Of the facts that a row has (`country=JP`, partners and topics) the countries alone.
_BY_COUNTRY = """
    SELECT 'country', substr(fact, 9), 0, count(*), count(due_on) FILTER (WHERE due_on < %s)
    FROM (SELECT due_on, unnest(about) COLLATE "C" AS fact FROM few) told
    WHERE fact >= 'country=' AND fact < 'country>' GROUP BY 2
"""


@dataclass(frozen=True, slots=True)
class StillOpen:
    """`ages`: how many have a due date below the first of the days that were asked for (0), from the first on (1), and
    so on, or none (UNDATED). `countries` by code, each of several; `owners` by `owner_key`, those whom only words name
    under `4:` together."""

    ages: dict[int, int] = field(default_factory=dict)
    countries: dict[str, Counts] = field(default_factory=dict)
    owners: dict[str, Counts] = field(default_factory=dict)


def still_open(
    rows: CommitmentQuerySet, *, today: date, days: Sequence[date], by_country: bool = True
) -> StillOpen:
    """Of the rows that are open. `days` ascend, the last is `today`. One query, which without `by_country` leaves the
    countries out."""
    columns = ["owner_key", "due_on", *(["about"] if by_country else [])]
    asked = rows.open().order_by().values_list(*columns)
    try:
        sql, params = asked.query.sql_with_params()
    except EmptyResultSet:
        return StillOpen()
    # What is put together here are statements of ours; what people typed goes as parameters.
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
