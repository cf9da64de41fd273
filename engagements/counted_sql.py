# ruff: noqa: S608 - put together from our own words; values go as parameters
"""Figures of the shelves that the database keeps none for (partners, people, topics), counted when they are asked.

They look like the kept ones: `TALLIES` is a table expression that stands in for `engagements_tally`.
"""

from __future__ import annotations

NEWEST = 1_000
"""Of a longer list, partners, people and releases are counted of the newest engagements."""
NEWEST_OWED = 20_000
"""Open commitments are counted of so many that promised something: it is the old ones that are late."""

_SEEN = "(%(all)s OR NOT hidden)"
_ON = f"FROM engagements_appearance WHERE shelf = %(shelf)s AND {_SEEN}"


def _row(what: str, key: str, source: str) -> str:
    return f"SELECT %(shelf)s::text, '{what}', {key}, false, count(*)::integer FROM {source} GROUP BY 3"


TALLIES = f"""engagements_tally (shelf, what, key, hidden, n) AS MATERIALIZED (
    WITH mine AS MATERIALIZED (
        SELECT engagement_id {_ON} ORDER BY day DESC, engagement_id DESC LIMIT {NEWEST}
    ), beside AS MATERIALIZED (
        SELECT engagement_id, left(shelf, 1) AS sort, substr(shelf, 2) AS key, facts
        FROM mine JOIN engagements_appearance USING (engagement_id) WHERE shelf <> %(shelf)s
    ), due AS (
        SELECT unnest((SELECT c.dues FROM engagements_appearance c
            WHERE c.engagement_id = owed.engagement_id AND c.shelf LIKE 'c%%' LIMIT 1))::text AS day
        FROM (SELECT engagement_id {_ON} AND promises > 0
            ORDER BY day DESC, engagement_id DESC LIMIT {NEWEST_OWED}) owed
    )
    {_row("month", "month", f"(SELECT month {_ON}) one")}
    UNION ALL {_row("open-year", "left(day, 4)", "due")}
    UNION ALL {_row("open-month", "left(day, 7)", "due")}
    UNION ALL {_row("open-day", "day", "due")}
    UNION ALL {_row("partner", "key", "(SELECT key FROM beside WHERE sort = 'p') one")}
    UNION ALL {_row("person", "key", "(SELECT key FROM beside WHERE sort = 'q' AND facts = 'partner') one")}
    UNION ALL {_row("source", "key", "(SELECT key FROM beside WHERE sort = 's') one")}
    UNION ALL {_row("outlet", "key", "(SELECT key FROM beside WHERE sort = 'o') one")}
)"""
"""Parameters: `shelf` and `all`, whether the account sees restricted engagements. A partner or person is not counted
on a shelf of its own; of people those of the other side, as on a country's shelf."""

FACTS = """
    SELECT facts, count(*) FROM (
        SELECT (SELECT c.facts FROM engagements_appearance c
            WHERE c.engagement_id = places.engagement_id AND c.shelf LIKE 'c%%' LIMIT 1) AS facts
        FROM ({places}) places (engagement_id)
    ) newest GROUP BY facts
"""
"""How many of the places of such a shelf (a query of their engagements' numbers) have which facts: those of a
country's shelf, where they stand."""
