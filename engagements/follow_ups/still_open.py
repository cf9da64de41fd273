"""What is still open, put together by how late it is, by country and by who must act: all of it in one pass."""

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
# How late a row is and who must act are put beside the facts that it has anyway (`country=JP`, partners and topics),
# so that each row is read once. The two stand before the countries, and the rest behind them, by code point.
_TOLD = """
    SELECT key, count(*), count(due_on) FILTER (WHERE due_on < %s) FROM (
        SELECT due_on, unnest({facts} ARRAY[
            'age=' || coalesce(width_bucket(due_on, %s::date[]), {undated}),
            'by=' || CASE WHEN owner_key >= '4:' THEN left(owner_key, 2) ELSE owner_key END
        ]) COLLATE "C" AS key FROM ({rows}) few
    ) told WHERE key < 'country>' GROUP BY key
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
    """Of the rows that are open. `days` ascend. One query, which without `by_country` leaves the countries out."""
    asked = rows.open().order_by().values_list("about", "owner_key", "due_on")
    try:
        sql, params = asked.query.sql_with_params()
    except EmptyResultSet:
        return StillOpen()
    # What is put together here are statements of ours; what people typed goes as parameters.
    told = _TOLD.format(facts="about ||" if by_country else "", undated=UNDATED, rows=sql)
    found = StillOpen()
    with connection.cursor() as cursor:
        cursor.execute(told, [today, list(days), *params])
        for key, n, late in cursor.fetchall():
            name, _sign, value = key.partition("=")
            match name:
                case "age":
                    found.ages[int(value)] = n
                case "by":
                    found.owners[value] = (n, late)
                case _:
                    found.countries[value] = (n, late)
    return found
