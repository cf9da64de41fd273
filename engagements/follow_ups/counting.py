"""Counts, for each choice of the list's filters, the follow-ups under the other filters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from engagements.lists.paging import DUE, AtLeast, counted, up_to_cap
from engagements.shelves import tallies

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from engagements.follow_ups.filters import CommitmentFilter

FIRST = 1_000
"""Of a longer list only this many rows are counted, those with the earliest due dates."""
NAMES = 20
"""Of partners, and of owners, only this many are counted: those with the most follow-ups."""
_COLUMNS = ("about", "kind", "status", "assignee_id", "owner_key")
# Facts (`name=value`) are counted before they are split, and sorted in collation C: then both work on hundreds of
# texts instead of thousands.
_FACTS = """
    WITH few AS MATERIALIZED ({rows}), facts AS MATERIALIZED (
        SELECT split_part(fact, '=', 1) COLLATE "C" AS name, substr(fact, strpos(fact, '=') + 1) COLLATE "C" AS value, n
        FROM (
            SELECT fact, count(*) AS n FROM (
                SELECT unnest(about) FROM few
                UNION ALL SELECT 'kind=' || kind FROM few
                UNION ALL SELECT 'status=' || status FROM few
                UNION ALL SELECT 'assignee=' || assignee_id FROM few WHERE assignee_id IS NOT NULL
                UNION ALL SELECT CASE left(owner_key, 1) WHEN '1' THEN 'unit=' WHEN '2' THEN 'owned=partner-'
                    ELSE 'owned=person-' END || substr(owner_key, 3)
                    FROM few WHERE left(owner_key, 1) IN ('1', '2', '3')
            ) told (fact) GROUP BY fact
        ) counted
    ), ranked AS (
        SELECT name, value, n, row_number() OVER (PARTITION BY name ORDER BY n DESC, value) AS place FROM facts
    )
    SELECT name, value, n FROM ranked WHERE place <= %s OR name NOT IN ('partner', 'owned')
    UNION ALL SELECT '', '', count(*) FROM few
"""


@dataclass(frozen=True)
class FacetCounts:
    """The counts by filter and value; also by `unit`. If the list has more than FIRST rows (`bounded`), only these
    were counted and the numbers are AtLeast. `total` is the number of all rows, counted when it is read.
    """

    asked: CommitmentFilter
    looked_at: int
    by_filter: dict[str, dict[str, int]]

    @property
    def bounded(self) -> bool:
        return isinstance(self.looked_at, AtLeast)

    @cached_property
    def total(self) -> int:
        return _total(self.asked) if self.bounded else self.looked_at

    def of(self, name: str) -> dict[str, int]:
        return self.by_filter.get(name, {})


def counts_of(asked: CommitmentFilter) -> FacetCounts:
    """The counts for `asked`. One query, and one more for each active filter with counted choices: its own choices
    are counted without it.
    """
    found = _facts(asked.qs)
    by_filter = {**found}
    for name in asked.FACETS:
        if asked.values.get(name):
            without = _facts(asked.without(name))
            for fact in ("unit", name) if name == "owned" else (name,):
                by_filter[fact] = without.get(fact, {})
    return FacetCounts(asked, found.get("", {}).get("", 0), by_filter)


def _total(asked: CommitmentFilter) -> int:
    """The number of rows; if only a country (and a view) is chosen, it is known without counting."""
    countries = asked.values.get("country", ())
    if len(countries) == 1 and set(asked.values) <= {"country", "view", "group"}:
        kept = tallies.follow_ups(asked.user, asked.today, f"c{countries[0].pk}")
        if (number := kept.get(asked.values.get("view", ""))) is not None:
            return up_to_cap(number)
    return counted(asked.qs)


def _facts(rows: QuerySet[Any]) -> dict[str, dict[str, int]]:
    try:
        sql, params = DUE.sort(rows).values_list(*_COLUMNS)[: FIRST + 1].query.sql_with_params()
    except EmptyResultSet:
        return {}
    with connection.cursor() as cursor:
        # Only our own SQL is put together here; values go in as parameters.
        cursor.execute(_FACTS.format(rows=sql), [*params, NAMES])
        found = cursor.fetchall()
    more = found[-1][2] > FIRST
    facts: dict[str, dict[str, int]] = {}
    for name, value, n in found:
        facts.setdefault(name, {})[value] = AtLeast(min(n, FIRST)) if more else int(n)
    return facts
