# ruff: noqa: S608 - put together from our own words; values go as parameters
"""Figures of shelves without tallies: partners, people and topics with few engagements. They are counted when asked.

`TALLIES` is a table expression with the columns of `engagements_tally`, so the same statements can use either.
"""

from __future__ import annotations

_SEEN = "(%(all)s OR NOT hidden)"
_ON = f"FROM engagements_appearance WHERE shelf = %(shelf)s AND {_SEEN}"


def _row(what: str, key: str, source: str) -> str:
    return f"SELECT %(shelf)s::text, '{what}', {key}, false, count(*)::integer FROM {source} GROUP BY 3"


TALLIES = f"""engagements_tally (shelf, what, key, hidden, n) AS MATERIALIZED (
    WITH mine AS MATERIALIZED (
        SELECT engagement_id, promises {_ON}
    ), beside AS MATERIALIZED (
        SELECT engagement_id, left(shelf, 1) AS sort, substr(shelf, 2) AS key, facts
        FROM mine JOIN engagements_appearance USING (engagement_id) WHERE shelf <> %(shelf)s AND shelf > 'd'
    ), due AS MATERIALIZED (
        SELECT unnest((SELECT e.dues FROM engagements_appearance e
            WHERE e.engagement_id = mine.engagement_id AND e.shelf = '*'))::text AS day
        FROM mine WHERE promises > 0
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
"""Parameters: `shelf` and `all`, whether the account sees restricted engagements. As `kept_sql` counts, but for
what the filters count (FACTS)."""

FACTS = """
    SELECT facts, count(*) FROM (
        SELECT (SELECT e.facts FROM engagements_appearance e
            WHERE e.engagement_id = places.engagement_id AND e.shelf = '*') AS facts
        FROM ({places}) places (engagement_id)
    ) newest GROUP BY facts
"""
"""How many of the places of a partner, a person or a topic (a query of their engagements' numbers) have which facts."""
